"""An instructor comments on words of the note; the learner reads it with the marks."""

from random import Random
from typing import Any

import pytest
from django.urls import reverse

from coding.models import PassageComment
from coding.queries import note_passages
from coding.services import NotInNote, comment_passage, release_marks
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.factories import make_pair, make_user

pytestmark = pytest.mark.django_db
SAYS = "These words are why the organism is coded."


@pytest.fixture
def work() -> Work:
    found = make_pair()
    play(found, goal=Goal.CODED)
    return found


def url(name: str, work: Work) -> str:
    return reverse(f"coding:{name}", args=[work.attempt_id])


def text(response: Any) -> str:
    return response.content.decode()


def test_comment_hangs_on_its_words_and_is_read_after_the_release(work):
    teacher, learner = client_of(make_user("teacher")), client_of(make_user("coder"))
    quote = note_passages(work.attempt)[3]
    for _ in range(2):
        answer = teacher.post(url("comment", work), {"quote": quote, "text": SAYS})
        assert answer.url == f"{url('marks', work)}#comments"
    comment = PassageComment.objects.get()
    assert (comment.quote, comment.text) == (quote, SAYS)
    assert SAYS not in text(learner.get(url("marks", work)))
    release_marks(work.attempt_id, actor=make_user("teacher"))
    page = text(learner.get(url("marks", work)))
    assert SAYS in page
    assert 'data-kind="comment"' in page or "comment by" in page
    assert "Comment on words of the note" not in page
    assert learner.post(url("comment", work), {"quote": quote, "text": "x"}).status_code == 403


def test_comment_is_taken_back_by_who_wrote_it(work):
    teacher = make_user("teacher")
    comment_passage(work.attempt_id, actor=teacher, quote=note_passages(work.attempt)[0], text=SAYS)
    other = comment_passage(
        work.attempt_id, actor=make_user("aide"), quote=note_passages(work.attempt)[0], text=SAYS
    )
    client = client_of(teacher)
    for row in PassageComment.objects.all():
        client.post(url("comment", work), {"remove": str(row.pk)})
    client.post(url("comment", work), {"remove": "junk"})
    assert list(PassageComment.objects.all()) == [other]


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"quote": ""}, "Choose the words"), ({"text": " "}, "Write the comment.")],
)
def test_what_is_missing_is_said(work, changes, says):
    data = {"quote": note_passages(work.attempt)[0], "text": SAYS, **changes}
    answer = client_of(make_user("teacher")).post(url("comment", work), data)
    assert answer.status_code == 422
    assert says in text(answer)


def test_comment_in_other_letters_is_kept_or_said_to_be_too_long(work):
    """PostgreSQL refuses a row of an index of more than 2,704 bytes."""
    teacher, quote = client_of(make_user("teacher")), note_passages(work.attempt)[3]
    dice = Random(1)
    for letters, status in ((600, 302), (1000, 422)):
        said = "".join(chr(dice.randrange(0x20000, 0x2A6D0)) for _ in range(letters))
        answer = teacher.post(url("comment", work), {"quote": quote, "text": said})
        assert answer.status_code == status
        assert said in text(teacher.get(url("marks", work)) if status == 302 else answer)
    assert "make it 600 at most" in text(answer)


def test_words_that_are_not_there_are_refused(work):
    with pytest.raises(NotInNote):
        comment_passage(work.attempt_id, actor=make_user("teacher"), quote="nowhere", text="x")
