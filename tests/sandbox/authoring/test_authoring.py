"""Cases are written in the browser: linted as one types, kept in versions, published, played."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.models import Claim
from coding.models import Attempt, Case, CaseVersion
from coding.strict_yaml import MAX_BYTES
from sandbox.accounts.models import User
from sandbox.authoring import views
from sandbox.authoring.models import DraftCase, DraftSave
from sandbox.authoring.queries import preview_of
from sandbox.authoring.services import NotClean, begin_draft, publish_draft, save_draft_case
from sandbox.authoring.template import copy_of, new_case
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_user

pytestmark = pytest.mark.django_db
LIBRARY = sorted(path.stem for path in settings.CASES_DIR.glob("*.md"))


def author() -> User:
    make_course(instructor=make_user("author"))
    return make_user("author")


def text(response: Any) -> str:
    return response.content.decode()


def draft(slug: str = "own-case", **change: str) -> DraftCase:
    """A draft of the case to write over, with some words changed."""
    source = new_case(slug=slug)
    for old, new in change.items():
        source = source.replace(old, new)
    return begin_draft(author(), source=source)


def post(name: str, row: DraftCase, *, user: str = "author", **told: Any) -> Any:
    url = reverse(f"authoring:{name}", args=[row.pk])
    return client_of(make_user(user)).post(url, told, follow=True)


def edit(row: DraftCase, source: str, *, action: str = "save", version: int = 1) -> Any:
    return post("edit", row, source=source, version=version, action=action)


# -- beginning --------------------------------------------------------------------------------


def test_case_begins_right_and_under_its_own_slug() -> None:
    client = client_of(author())
    page = client.post(
        reverse("authoring:cases"), {"action": "new", "slug": "ankle-sprain"}, follow=True
    )
    assert "Nothing to mend" in text(page)
    row = DraftCase.objects.get()
    assert (row.name, row.problems, row.version) == ("ankle-sprain", 0, 1)


@pytest.mark.parametrize("slug", LIBRARY)
def test_every_case_of_the_library_can_be_copied(slug: str) -> None:
    case = make_case(slug)
    client_of(author()).post(
        reverse("authoring:cases"), {"action": "new", "slug": "my-copy", "copied": case.pk}
    )
    row = DraftCase.objects.get()
    assert row.problems == 0
    assert copy_of(row.source, slug=slug) == case.newest().source


@pytest.mark.parametrize("slug", ["", "Two Words", "../etc", "a--b", "x" * 81, "é"])
def test_slug_that_is_none_says_how_it_looks(slug: str) -> None:
    page = client_of(author()).post(reverse("authoring:cases"), {"action": "new", "slug": slug})
    assert page.status_code == 422
    assert not DraftCase.objects.exists()


# -- files ------------------------------------------------------------------------------------


def bring(content: bytes, name: str = "case.md") -> Any:
    file = SimpleUploadedFile(name, content)
    told = {"action": "import", "file": file}
    return client_of(author()).post(reverse("authoring:cases"), told, follow=True)


def test_file_goes_in_and_out_byte_for_byte() -> None:
    source = new_case(slug="there-and-back").encode()
    bring(source)
    row = DraftCase.objects.get()
    answer = client_of(author()).get(reverse("authoring:export", args=[row.pk]))
    assert answer.content == source
    assert 'filename="there-and-back.md"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"x" * (MAX_BYTES + 1), "case.md", "larger than"),
        (b"\xff\xfe", "case.md", "not UTF-8"),
        (b"---\x00", "case.md", "not text"),
        (b"---", "case.exe", "ends in .md"),
    ],
)
def test_file_that_is_no_case_is_not_taken(content: bytes, name: str, why: str) -> None:
    page = bring(content, name)
    assert (page.status_code, why in text(page)) == (422, True)
    assert not DraftCase.objects.exists()


BOMBS = {
    "aliases": "---\na: &a [x, x]\nb: [*a, *a]\n---\n\n## N\n\nText.\n",
    "depth": "---\na: " + "[" * 500 + "]" * 500 + "\n---\n\n## N\n\nText.\n",
    "tags": "---\na: !!python/object/apply:os.system [ls]\n---\n\nText.\n",
    "documents": "---\na: 1\n--- \nb: 2\n---\n\nText.\n",
    "nothing": "no front matter at all",
    "surrogate": '---\na: "\\ud800"\n---\n\nText.\n',
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_hostile_file_is_shown_with_its_problem_and_never_played(name: str) -> None:
    page = bring(BOMBS[name].encode())
    assert page.status_code == 200
    assert [problem.line >= 1 for problem in page.context["preview"].problems] == [True]
    row = DraftCase.objects.get()
    assert (row.problems, row.name) == (1, "untitled")
    assert "Mend line" in text(post("publish", row))
    assert "Mend line" in text(post("trial", row, desk="coder"))
    assert not Attempt.objects.exists()
    assert not Case.objects.exists()


def test_path_in_the_name_of_a_file_goes_nowhere() -> None:
    bring(new_case(slug="own-case").encode(), "../../evil.md")
    assert DraftCase.objects.get().name == "own-case"


def test_markup_in_title_and_note_stays_text() -> None:
    evil = "<script>alert(1)</script>"
    row = draft(**{"title: ": f"title: {evil} ", "## ": f"## {evil} "})
    page = text(post("preview", row, source=row.source, version=1))
    assert "<script>" not in page
    whole = text(client_of(author()).get(reverse("authoring:edit", args=[row.pk])))
    assert evil not in whole


# -- saving -----------------------------------------------------------------------------------


def test_each_save_is_a_version_and_can_be_taken_back() -> None:
    row = draft()
    first = row.source
    edit(row, first.replace("difficulty: 1", "difficulty: 9"))
    row = DraftCase.objects.get()
    assert (row.version, row.problems) == (2, 1)
    edit(row, row.source, version=2)
    assert DraftSave.objects.count() == 2
    url = reverse("authoring:save", args=[row.pk, 1])
    client_of(author()).post(url)
    row = DraftCase.objects.get()
    assert (row.version, row.source, row.problems) == (3, first, 0)
    listed = client_of(author()).get(reverse("authoring:saves", args=[row.pk]))
    assert [save.number for save in listed.context["saves"]] == [3, 2, 1]


def test_a_version_taken_back_while_another_tab_saves_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = draft()
    second = row.source.replace("difficulty: 1", "difficulty: 2")
    third = row.source.replace("difficulty: 1", "difficulty: 3")
    edit(row, second)

    def fetched_just_before_the_other_saves(user: User, pk: int) -> DraftCase:
        seen = DraftCase.objects.get(pk=pk)
        save_draft_case(seen, source=third, expected_version=seen.version)
        return seen

    with monkeypatch.context() as patch:
        patch.setattr(views, "get_draft_for", fetched_just_before_the_other_saves)
        url = reverse("authoring:save", args=[row.pk, 1])
        client = client_of(author())
        late = client.post(url)
    assert late.url == reverse("authoring:saves", args=[row.pk])
    assert "saved in another tab" in text(client.get(late.url))
    row = DraftCase.objects.get()
    assert (row.version, row.source) == (3, third)


def test_second_tab_saves_nothing_over_the_first() -> None:
    row = draft()
    edit(row, row.source + "\nFirst.\n")
    late = edit(row, row.source + "\nSecond.\n")
    assert (late.status_code, "saved in another tab" in text(late)) == (409, True)
    assert "Second." in text(late), "what was typed is not lost"
    assert "Second." not in DraftCase.objects.get().source
    meant = late.context["form"]["version"].value()
    edit(row, row.source + "\nSecond.\n", version=meant)
    assert "Second." in DraftCase.objects.get().source
    assert DraftSave.objects.filter(source__contains="First.").exists()


def test_no_more_pitfalls_are_played_than_teach() -> None:
    row = draft()
    head, tail = row.source.split("hints:", 1)
    one = head[head.index("  - name:") :].split("  - name:")[1]
    many = head + "".join(f"  - name:{one}" for _ in range(40)) + "hints:" + tail
    page = post("preview", row, source=many, version=1)
    [problem] = page.context["preview"].problems
    assert "more than 30" in problem.message


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01", "2026-02-30"])
def test_date_beyond_reason_is_a_problem_and_no_crash(date: str) -> None:
    row = draft()
    page = post("preview", row, source=row.source.replace("2025-11-12", date), version=1)
    assert page.status_code == 200
    assert page.context["preview"].problems


def test_what_is_checked_is_not_stored_and_not_lost() -> None:
    row = draft()
    page = edit(row, "nonsense <b>", action="check")
    assert "nonsense &lt;b&gt;" in text(page)
    assert DraftCase.objects.get().version == 1
    empty = edit(row, "")
    assert (empty.status_code, DraftCase.objects.get().version) == (422, 1)


def test_problems_lead_to_their_lines() -> None:
    row = draft()
    broken = row.source.replace("J02.0", "J02.X")
    page = post("preview", row, source=broken, version=1)
    problems = page.context["preview"].problems
    assert problems
    lines = broken.split("\n")
    assert any("J02.X" in lines[problem.line - 1] for problem in problems)
    assert f'data-line="{problems[0].line}"' in text(page)


# -- publishing -------------------------------------------------------------------------------


def test_published_case_is_for_its_authors_classes_only() -> None:
    row = draft()
    post("publish", row)
    case = Case.objects.get(slug="own-case")
    assert not case.is_listed
    course = make_user("author").enrolments.get().course
    url = reverse("classroom:new_assignment", args=[course.pk])
    shown = client_of(author()).get(url).context["form"].fields["cases"].queryset
    assert case in shown
    other = make_course(instructor=make_user("other"))
    url = reverse("classroom:new_assignment", args=[other.pk])
    shown = client_of(make_user("other")).get(url).context["form"].fields["cases"].queryset
    assert case not in shown
    assert "own-case" not in text(client_of(author()).get("/practice/"))
    start = reverse("practice:start", args=["own-case"])
    assert client_of(author()).post(start).status_code == 404


def test_published_again_it_is_the_next_version() -> None:
    row = draft()
    publish_draft(row)
    edit(row, row.source.replace("minutes: 12", "minutes: 14"))
    publish_draft(DraftCase.objects.get())
    publish_draft(DraftCase.objects.get())
    versions = CaseVersion.objects.filter(case__slug="own-case")
    assert list(versions.values_list("number", flat=True)) == [1, 2]
    assert not Case.objects.get(slug="own-case").is_listed


TWINNED = (settings.CASES_DIR / "colles-fracture-first-visit.md").read_text(encoding="utf-8")


def test_preview_shows_every_note_and_some_of_the_twins() -> None:
    preview = preview_of(TWINNED.replace("slug: colles-fracture-first-visit", "slug: own-case"))
    assert [label for label, _ in preview.others] == ["clean", "messy"]
    assert "FOOSH" in preview.others[1][1]
    assert preview.twins == 4 * 5 * 2 * 2 * 2 * 3
    assert preview.patients[0] == "Beatriz Fonseca, Jun 11, 2026"
    assert len(preview.patients) > 2


def test_case_is_not_published_with_a_twin_that_does_not_fit() -> None:
    source = TWINNED.replace("slug: colles-fracture-first-visit", "slug: own-case")
    source = source.replace("modifier: LT, wrong: RT", "modifier: RT, wrong: RT")
    row = begin_draft(author(), source=source)
    assert row.problems == 0
    with pytest.raises(NotClean) as caught:
        publish_draft(row)
    assert "twin" in caught.value.problems[0].message
    assert not Case.objects.exists()


def test_slug_of_another_case_is_refused() -> None:
    make_case("strep-throat-age-8")
    row = begin_draft(author(), source=new_case(slug="strep-throat-age-8"))
    with pytest.raises(NotClean):
        publish_draft(row)
    assert CaseVersion.objects.count() == 1
    kept = begin_draft(author(), source=new_case(slug="trial-1"))
    with pytest.raises(NotClean):
        publish_draft(kept)


# -- playing ----------------------------------------------------------------------------------


def test_draft_is_played_as_coder_and_as_biller() -> None:
    row = draft()
    coder = post("trial", row, desk="coder")
    attempt = Attempt.objects.get()
    assert coder.redirect_chain[-1][0] == reverse("coding:workbench", args=[attempt.pk])
    assert attempt.work.is_practice
    biller = post("trial", row, desk="biller")
    claim = Claim.objects.get()
    assert biller.redirect_chain[-1][0] == reverse("claims:claim", args=[claim.pk])
    assert not Case.objects.filter(is_listed=True).exists()
    assert DraftCase.objects.get().case is None


def test_draft_goes_and_what_was_published_stays() -> None:
    row = draft()
    publish_draft(row)
    post("delete", row)
    assert not DraftCase.objects.exists()
    assert Case.objects.filter(slug="own-case").exists()


def test_learner_writes_no_case_and_reads_nobodys() -> None:
    row = draft()
    learner = client_of(make_user("learner"))
    assert learner.get(reverse("authoring:cases")).status_code == 403
    assert learner.get(reverse("authoring:edit", args=[row.pk])).status_code == 404
