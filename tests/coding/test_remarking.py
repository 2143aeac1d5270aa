"""Mend a key and mark again: previewed, in batches, never lower, with its history."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from coding.answer import DiagnosisLine
from coding.cases import Key, KeyDiagnosis, Quote, Role
from coding.cases.answers import right_answer
from coding.cases.mending import accepting
from coding.models import Attempt, CaseVersion, CodingVersion, Mark, MarkChange
from coding.queries import marks_page, news_of
from coding.services import (
    KeyUnfit,
    NoReason,
    differing_marks,
    erasing,
    finalise_coding,
    load_case,
    mark_coding,
    mend_key,
    preview_remarking,
    propose_key,
    release_marks,
    remark_batch,
    save_draft,
    see_change,
    start_attempt,
    start_remarking,
)
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db
WHY = "Both codes are right by the note."


@pytest.fixture
def version() -> CaseVersion:
    return make_case("uti-e-coli").newest()


def coded(version: CaseVersion, *, organism: str = "B96.20") -> Attempt:
    """An attempt with the key's codes but for the organism."""
    attempt, user = start_attempt(version), make_user()
    right = right_answer(version.parsed())
    lines = tuple(
        DiagnosisLine(organism) if line.code == "B96.20" else line for line in right.diagnoses
    )
    answer = replace(right, diagnoses=lines)
    save_draft(attempt.pk, actor=user, answer=answer, expected_version=0)
    finalise_coding(attempt.pk, actor=user, expected_version=1)
    return Attempt.objects.get(pk=attempt.pk)


def harder(key: Key) -> Key:
    """The key with one more required diagnosis."""
    words = key.diagnoses[0].evidence[0]
    more = KeyDiagnosis("N40.0", evidence=(words,), rationale="The note says so.")
    return replace(key, diagnoses=(*key.diagnoses, more))


def standing(attempt: Attempt) -> Mark:
    return Mark.objects.get(coding_version__attempt=attempt, stands=True)


def mended(version: CaseVersion, key: Key) -> CaseVersion:
    return mend_key(version, key=key, actor=make_user("teacher"), reason=WHY)


def run(attempts: list[Attempt], version: CaseVersion, **more: object) -> None:
    remarking = start_remarking(
        [attempt.pk for attempt in attempts],
        case_version=version,
        actor=make_user("teacher"),
        reason=WHY,
        **{"never_lower": True, **more},
    )
    while remark_batch(remarking.pk):
        pass


def test_preview_says_who_gains_and_writes_nothing(version):
    right, other = coded(version), coded(version, organism="B96.29")
    key = accepting(version.parsed().key, "B96.20", "B96.29")
    proposed = propose_key(version, key)
    found = preview_remarking([right.pk, other.pk], case_version=proposed, shares=None)
    assert [(row.attempt_id, row.change > 0) for row in found] == [
        (right.pk, False),
        (other.pk, True),
    ]
    assert found[1].after == 1
    assert CaseVersion.objects.count() == 1
    assert Mark.objects.count() == 2


def test_mended_key_is_another_version_of_the_same_case(version):
    made = mended(version, accepting(version.parsed().key, "B96.20", "B96.29"))
    assert (made.mends, made.number, made.reason) == (version, version.number + 1, WHY)
    assert version.case.newest() == version
    again = mended(made, accepting(made.parsed().key, "N39.0", "N30.00"))
    assert again.mends == version
    assert again.number == version.number + 2


def test_reloading_the_file_after_a_mend_changes_nothing(version):
    mended(version, accepting(version.parsed().key, "B96.20", "B96.29"))
    assert load_case(version.source, path="x.md").outcome.value == "unchanged"
    changed = version.source.replace("E. coli urinary", "An E. coli urinary")
    assert load_case(changed, path="x.md").version.number == 3


def test_remarking_raises_marks_and_keeps_the_earlier_ones(version):
    attempt = coded(version, organism="B96.29")
    before = standing(attempt)
    run([attempt], mended(version, accepting(version.parsed().key, "B96.20", "B96.29")))
    after = standing(attempt)
    assert after.score == 1 > before.score
    assert list(Mark.objects.order_by("pk")) == [before, after]
    assert not Mark.objects.get(pk=before.pk).stands
    assert after.findings.count() == 0


def test_remarking_never_lowers_unless_it_may(version):
    attempt = coded(version)
    before, made = standing(attempt), mended(version, harder(version.parsed().key))
    run([attempt], made)
    assert standing(attempt) == before
    assert Mark.objects.filter(stands=False).get().score < before.score
    run([attempt], made, never_lower=False)
    assert standing(attempt).score < before.score


def test_remarking_compares_with_the_mark_that_stands_when_its_batch_comes(version):
    attempt = coded(version, organism="B96.29")
    key = version.parsed().key
    worse = mended(version, harder(key))
    remarking = start_remarking(
        [attempt.pk], case_version=worse, actor=make_user(), reason=WHY, never_lower=True
    )
    run([attempt], mended(version, accepting(key, "B96.20", "B96.29")))
    assert remark_batch(remarking.pk) == 0
    assert standing(attempt).score == 1


def test_new_codings_of_a_moved_attempt_are_marked_by_the_new_key(version):
    attempt = start_attempt(version)
    made = mended(version, accepting(version.parsed().key, "B96.20", "B96.29"))
    run([attempt], made)
    assert Attempt.objects.get(pk=attempt.pk).case_version == made


def test_attempts_of_other_people_keep_their_key(version):
    mine, other = coded(version, organism="B96.29"), coded(version, organism="B96.29")
    run([mine], mended(version, accepting(version.parsed().key, "B96.20", "B96.29")))
    assert Attempt.objects.get(pk=other.pk).case_version == version
    assert standing(other).score < 1


def test_batches_go_on_where_the_last_one_ended(version):
    attempts = [coded(version, organism="B96.29") for _ in range(3)]
    made = mended(version, accepting(version.parsed().key, "B96.20", "B96.29"))
    remarking = start_remarking(
        [attempt.pk for attempt in attempts],
        case_version=made,
        actor=make_user(),
        reason=WHY,
        never_lower=True,
    )
    assert [remark_batch(remarking.pk, size=2) for _ in range(3)] == [1, 0, 0]
    assert Mark.objects.count() == 6
    assert MarkChange.objects.filter(after=None).count() == 0


def test_weights_of_the_attempt_are_kept_or_changed(version):
    attempt = coded(version, organism="B96.29")
    weights = dict.fromkeys(("diagnoses", "evidence"), 50)
    run([attempt], version, shares=weights, never_lower=False)
    report = standing(attempt).report
    assert set(report["parts"]) == {"diagnoses", "evidence"}
    assert report["shares"] == {"diagnoses": "0.5000", "evidence": "0.5000"}
    assert Attempt.objects.get(pk=attempt.pk).shares == weights
    run([attempt], mended(version, harder(version.parsed().key)), never_lower=False)
    assert set(standing(attempt).report["parts"]) == {"diagnoses", "evidence"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda key: accepting(key, "B96.20", "Q99.99"), "Q99.99"),
        (
            lambda key: replace(
                key, diagnoses=(replace(key.diagnoses[0], evidence=(Quote("no such words"),)),)
            ),
            "no such words",
        ),
        (lambda key: replace(key, diagnoses=()), "key"),
        (
            lambda key: replace(
                key, diagnoses=(*key.diagnoses, KeyDiagnosis("N40.0", role=Role.FIRST))
            ),
            "role first",
        ),
    ],
)
def test_unfit_key_is_refused_with_what_to_mend(version, change, says):
    with pytest.raises(KeyUnfit) as refused:
        mended(version, change(version.parsed().key))
    assert says in " ".join(refused.value.problems)
    assert CaseVersion.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_mending_wants_a_reason(version, reason):
    with pytest.raises(NoReason):
        mend_key(version, key=version.parsed().key, actor=make_user(), reason=reason)


def test_learner_is_told_of_a_changed_released_mark_until_it_is_seen(version):
    told, secret = coded(version, organism="B96.29"), coded(version, organism="B96.29")
    same = coded(version)
    learner = make_user()
    for attempt in (told, same):
        release_marks(attempt.pk, actor=make_user("teacher"))
    run([told, secret, same], mended(version, accepting(version.parsed().key, "B96.20", "B96.29")))
    ids = [told.pk, secret.pk, same.pk]
    (news,) = news_of(ids, user_id=learner.pk)
    assert (news.attempt_id, news.after, news.reason) == (told.pk, "100%", WHY)
    see_change(news.pk, actor=learner)
    see_change(news.pk, actor=learner)
    assert news_of(ids, user_id=learner.pk) == []
    assert len(news_of(ids, user_id=make_user("partner").pk)) == 1


def test_marks_page_shows_the_mark_that_stands_with_its_history(version):
    attempt = coded(version, organism="B96.29")
    run([attempt], mended(version, harder(version.parsed().key)))
    run([attempt], mended(version, accepting(version.parsed().key, "B96.20", "B96.29")))
    page = marks_page(Attempt.objects.get(pk=attempt.pk))
    assert page is not None
    assert page.score == "100%"
    assert [change.is_kept for change in page.changes] == [False, True]


def many(version: CaseVersion, count: int) -> Iterator[CodingVersion]:
    """Coded attempts in bulk, with every organism of a small list in turn."""
    user, right = make_user(), right_answer(version.parsed())
    attempts = Attempt.objects.bulk_create(
        Attempt(case_version=version, scenario_date="2026-03-10", coding_open=False)
        for _ in range(count)
    )
    organisms = ("B96.20", "B96.29", "B96.1", "R30.0", "N30.00", "B95.2", "A49.8")
    for place, attempt in enumerate(attempts):
        code = organisms[place % len(organisms)]
        units = 1 + place % 3
        answer = replace(
            right,
            diagnoses=(*right.diagnoses[:1], DiagnosisLine(code)),
            procedures=(replace(right.procedures[0], units=units), *right.procedures[1:]),
        )
        yield CodingVersion(
            attempt=attempt,
            number=1,
            content=answer.to_json(),
            finalised_by=user,
            finalised_on="2026-03-10",
        )


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_many_attempts_are_marked_again_to_the_byte(version, count):
    codings = CodingVersion.objects.bulk_create(many(version, count))
    for coding in codings[:21]:
        mark_coding(coding, case_version=version)
    models = list(Mark.objects.order_by("pk"))
    Mark.objects.bulk_create(
        Mark(
            coding_version=coding,
            case_version=version,
            score=models[place % 21].score,
            strict=models[place % 21].strict,
            capped=models[place % 21].capped,
            report=models[place % 21].report,
        )
        for place, coding in enumerate(codings)
        if place >= 21
    )
    made = mended(version, accepting(version.parsed().key, "B96.20", "B96.29"))
    remarking = start_remarking(
        [coding.attempt_id for coding in codings],
        case_version=made,
        actor=make_user(),
        reason=WHY,
        never_lower=True,
    )
    while remark_batch(remarking.pk, size=count // 5):
        pass
    marks = Mark.objects.select_related("coding_version__attempt", "case_version__case")
    assert marks.count() == 2 * count
    assert list(differing_marks(marks)) == []
    assert Mark.objects.filter(case_version=made, stands=False).count() == 0
    assert Mark.objects.filter(case_version=made, score=Decimal(1)).count() > 0.09 * count


def test_check_marks_computes_every_mark_again(version, capsys):
    attempt = coded(version, organism="B96.29")
    run([attempt], mended(version, accepting(version.parsed().key, "B96.20", "B96.29")))
    call_command("check_marks")
    assert "2 marks, all computed again" in capsys.readouterr().out
    mark = standing(attempt)
    with erasing():
        Mark.objects.filter(pk=mark.pk).update(report={**mark.report, "score": "0.5000"})
    with pytest.raises(CommandError, match=str(mark.pk)):
        call_command("check_marks")
