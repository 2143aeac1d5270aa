"""The query page: written, held back, sent, answered, marked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coding.models import Attempt, ProviderQuery
from coding.services import release_marks
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.coding.test_querying import ANEMIA, ASKED
from tests.factories import make_practice, make_user

pytestmark = pytest.mark.django_db
ADDENDUM = "Iron deficiency anemia due to chronic blood loss"


@pytest.fixture
def work() -> Work:
    return make_practice(slug="tired-anemia-query")


@pytest.fixture
def desk() -> Client:
    return client_of(make_user())


def url(name: str, work: Work) -> str:
    return reverse(f"coding:{name}", args=[work.attempt_id])


def typed(**changes: str) -> dict[str, str]:
    told = {
        "number": "1",
        "quote": ANEMIA,
        "indicators": ASKED.indicators,
        "question": ASKED.question,
        "options": "\n".join(ASKED.options),
    }
    return {**told, **changes}


def text(response: Any) -> str:
    return response.content.decode()


def wait(desk: Client, work: Work, step: str = "week") -> None:
    day = Attempt.objects.get(pk=work.attempt_id).scenario_date
    url = reverse("claims:calendar", args=[work.attempt_id])
    desk.post(url, {"step": step, "from_date": day.isoformat(), "next": "/"})


def test_query_is_sent_answered_by_the_calendar_and_can_be_linked(work, desk):
    assert url("query", work) in text(desk.get(url("workbench", work)))
    assert ADDENDUM not in text(desk.get(url("workbench", work)))
    answer = desk.post(url("query", work), typed())
    assert answer.url == f"{url('workbench', work)}#queries"
    page = text(desk.get(url("workbench", work)))
    assert "Waiting" in page
    assert "Next day" in page
    assert ADDENDUM not in page
    wait(desk, work, "event")
    page = text(desk.get(url("workbench", work)))
    assert page.count(ADDENDUM) >= 2
    start = page.index('data-start="', page.index("Addendum by the provider")) + 12
    place = page[start : page.index('"', start)]
    saved = desk.post(
        url("sheet", work),
        {"version": "0", "action": "add-d:D50.0", "new-d": ""},
    )
    assert saved.status_code == 302
    linked = desk.post(
        url("sheet", work),
        {
            "version": "1",
            "row": "d1",
            "d1-code": "D50.0",
            "target": "d1",
            "start": place,
            "end": str(int(place) + 22),
            "action": "evidence",
        },
    )
    assert linked.status_code == 302
    draft = Attempt.objects.get(pk=work.attempt_id).draft_answer
    assert draft.diagnoses[0].evidence[0].text == "Iron deficiency anemia"


def test_unfair_query_is_held_back_with_what_to_mend_and_can_be_sent(work, desk):
    unfair = typed(options="", question="Please document iron deficiency anemia.")
    answer = desk.post(url("query", work), unfair)
    page = text(answer)
    assert answer.status_code == 422
    assert "Its wording leads to one answer." in page
    assert "Please document iron deficiency anemia." in page
    assert not ProviderQuery.objects.exists()
    assert desk.post(url("query", work), unfair | {"as_it_is": "on"}).status_code == 302
    assert ProviderQuery.objects.get().problems == ["leading", "other", "undetermined"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quote": ""}, "Choose the words of the note"),
        ({"quote": "junk"}, "Select a valid choice"),
        ({"question": ""}, "Write the question."),
        ({"question": "x" * 601}, "at most 600 characters"),
    ],
)
def test_what_is_missing_is_said(work, desk, changes, says):
    answer = desk.post(url("query", work), typed(**changes))
    assert answer.status_code == 422
    assert says in text(answer)


def test_nothing_of_the_script_is_told_before_the_release(work, desk):
    desk.post(url("query", work), typed())
    for page in ("workbench", "query", "marks"):
        body = text(desk.get(url(page, work)))
        assert "the record treats a kind of" not in body
        assert "no query needed" not in body
        assert ADDENDUM not in body


def test_marks_page_says_what_had_to_be_asked(work, desk):
    play(work, goal=Goal.CODED)
    release_marks(work.attempt_id, actor=make_user())
    page = text(desk.get(url("marks", work)))
    assert "Queries to the provider" in page
    assert "had to be asked; you did not ask" in page
    assert "no query needed; you did not ask" in page


def test_finalised_attempt_goes_back_to_the_workbench(work, desk):
    play(work, goal=Goal.CODED)
    assert desk.get(url("query", work)).url == url("workbench", work)


def test_coders_desk_says_how_the_query_stands(work, desk):
    def page() -> str:
        return text(desk.get(reverse("classroom:coder")))

    assert "Provider" not in page()
    desk.post(url("query", work), typed())
    assert "Provider asked" in page()
    wait(desk, work)
    assert "Provider answered" in page()


def test_query_of_another_tab_loses_nothing(work, desk):
    desk.post(url("query", work), typed())
    answer = desk.post(url("query", work), typed(question="Which kind of anemia is it?"))
    page = text(answer)
    assert answer.status_code == 422
    assert "Another query was sent meanwhile." in page
    assert "Which kind of anemia is it?" in page
    assert 'name="number" value="2"' in page
    again = typed(question="Which kind of anemia is it?", number="2")
    assert desk.post(url("query", work), again).status_code == 302
    assert ProviderQuery.objects.count() == 2
