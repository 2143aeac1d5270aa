"""A fair query, the answer on its day, the addendum in the record, and what asking is worth."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.services.dues import list_dues
from coding.cases.record import record, whole_record
from coding.documents import DocumentError
from coding.models import Attempt, ProviderQuery
from coding.queries import query_marks
from coding.querying import RULES, Query, Sent, mark_queries, unfair
from coding.services import (
    CodingClosed,
    NotInNote,
    OtherQuerySent,
    TooManyQueries,
    UnfairQuery,
    answer_query,
    ask_provider,
    load_case,
    record_of,
    set_scenario_date,
    start_attempt,
)
from coding.services.querying import MAX_QUERIES
from tests.factories import make_case, make_user

NOTE = "Anemia, hemoglobin 9.4. Ferritin 6, MCV 71. Start iron."
FAIR = Query(
    quote="Anemia, hemoglobin 9.4.",
    indicators="Ferritin 6, MCV 71, iron started.",
    question="What kind of anemia do these findings show, if it can be determined?",
    options=(
        "Iron deficiency anemia",
        "Anemia of another kind, such as of chronic disease",
        "Other (please specify)",
        "Unable to determine",
    ),
)


def broken(**changes: object) -> set[str]:
    return {rule.name for rule in unfair(replace(FAIR, **changes), record=NOTE)}


def test_fair_query_breaks_no_rule():
    assert broken() == set()
    assert broken(options=(*FAIR.options[2:],)) == set()


@pytest.mark.parametrize(
    "question",
    [
        "Please document iron deficiency anemia.",
        "Can you add the kind of anemia?",
        "Do you agree that this is iron deficiency?",
        "This should be documented as iron deficiency, right?",
        "Isn't it iron deficiency anemia?",
    ],
)
def test_leading_wording_is_found(question):
    assert broken(question=question) == {"leading"}


@pytest.mark.parametrize(
    "question",
    [
        "What kind is it? The payer denies unspecified anemia.",
        "What kind is it, so that the visit is paid?",
        "What kind is it? It raises the quality score.",
        "What kind is it? It is worth $40.",
    ],
)
def test_talk_of_payment_is_found(question):
    assert broken(question=question) == {"payment"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"indicators": ""}, "indicators"),
        ({"indicators": "Low ferritin"}, "indicators"),
        ({"indicators": "Ferritin 5, MCV 71, iron started"}, "figures"),
        ({"options": (FAIR.options[0], *FAIR.options[2:])}, "one_choice"),
        ({"options": (*FAIR.options[:2], FAIR.options[3])}, "other"),
        ({"options": FAIR.options[:3]}, "undetermined"),
        ({"options": ("D50.0", *FAIR.options[1:])}, "code"),
        ({"question": "Is it D50.0 or another kind?"}, "code"),
    ],
)
def test_each_other_rule_is_found(changes, rule):
    assert broken(**changes) == {rule}


def test_words_that_only_look_like_it_are_left_alone():
    assert broken(question="Vitamin B12 was not measured. What kind of anemia is it?") == set()
    assert broken(question="Does the record clearly show which kind it is?") == set()


QUERIES = st.lists(
    st.builds(
        Sent,
        meets=st.one_of(st.none(), st.integers(0, 3)),
        broken=st.integers(0, len(RULES)),
    ),
    max_size=6,
)


@given(QUERIES, st.sets(st.integers(0, 3)))
def test_query_mark_stays_between_nothing_and_all(sent, needed):
    mark = mark_queries(sent, needed=needed)
    if mark is None:
        assert not sent
        assert not needed
        return
    assert 0 <= mark.score <= 1
    assert set(mark.met) | set(mark.missed) == needed
    assert (mark.score == 1) == (
        not mark.missed
        and not mark.needless
        and all(any(q.meets == one and not q.broken for q in sent) for one in needed)
    )


@given(QUERIES, st.sets(st.integers(0, 3)))
def test_needless_query_never_raises_the_mark(sent, needed):
    before, after = (
        mark_queries(queries, needed=needed) for queries in (sent, [*sent, Sent(None, 0)])
    )
    assert after is not None
    assert before is None or after.score <= before.score


def test_points_by_hand():
    asked = mark_queries([Sent(0, 2)], needed={0, 1})
    assert asked is not None
    assert asked.score == (Fraction(1, 2) + Fraction(1, 2) * Fraction(6, 8)) / 2
    silent = mark_queries([], needed={0})
    assert silent is not None
    assert silent.score == 0
    needless = mark_queries([Sent(None, 0)], needed=())
    assert needless is not None
    assert needless.score == Fraction(3, 4)
    assert mark_queries([], needed=()) is None


# -- the record and the services --------------------------------------------------------------


@pytest.fixture
def attempt(db: None) -> Attempt:
    return start_attempt(make_case("tired-anemia-query").newest())


ANEMIA = (
    "Anemia, hemoglobin 9.4. Start ferrous sulfate 325 mg once a day, repeat the count in four "
    "weeks."
)
PERIODS = (
    "Heavy regular periods, not controlled. Pelvic ultrasound ordered at the hospital; treatment "
    "discussed."
)
ASKED = replace(FAIR, quote=ANEMIA, indicators="Ferritin 6, cell volume 71, iron started.")


def ask(attempt: Attempt, key: int = 1, **changes: object) -> ProviderQuery:
    query = replace(ASKED, **changes.pop("query", {}))
    return ask_provider(attempt.pk, actor=make_user(), key=key, query=query, **changes)


def test_addenda_keep_their_places_whichever_answer_comes_first(attempt):
    case = attempt.parsed()
    whole = whole_record(case.note, case.queries)
    second = record(case.note, case.queries, answered={1})
    says = case.queries[1].says
    assert whole.index(says) == second.index(says)
    assert case.queries[0].says not in second
    assert record(case.note, case.queries, answered=()) == case.note


def test_query_is_answered_on_its_day_and_the_answer_joins_the_record(attempt):
    sent = ask(attempt)
    assert (sent.meets, sent.problems) == (0, [])
    assert sent.answer_on == date(2026, 4, 16)
    assert record_of(attempt) == attempt.parsed().note
    set_scenario_date(attempt, day=date(2026, 4, 16))
    told = answer_query(sent.pk)
    assert "Iron deficiency anemia" in told
    assert "Iron deficiency anemia due to chronic blood loss" in record_of(attempt)


def test_query_that_the_case_does_not_foresee_gets_nothing_new(attempt):
    sent = ask(attempt, query={"quote": "Tired for four months."})
    assert sent.meets is None
    assert sent.answer_on == attempt.scenario_date + timedelta(days=2)
    assert "nothing to add" in answer_query(sent.pk)
    assert record_of(attempt) == attempt.parsed().note


def test_unfair_query_is_sent_only_as_it_is(attempt):
    with pytest.raises(UnfairQuery) as refused:
        ask(attempt, query={"options": ()})
    assert {rule.name for rule in refused.value.rules} == {"other", "undetermined"}
    assert not attempt.queries.exists()
    assert ask(attempt, query={"options": ()}, as_it_is=True).problems == ["other", "undetermined"]


def test_query_sent_twice_is_sent_once(attempt):
    assert ask(attempt) == ask(attempt)
    assert attempt.queries.count() == 1
    for key, changes in ((1, {"query": {"question": "Which kind is it?"}}), (5, {})):
        with pytest.raises(OtherQuerySent) as other:
            ask(attempt, key=key, **changes)
        assert other.value.number == 2


def test_provider_is_asked_so_often_and_no_more(attempt):
    for key in range(1, MAX_QUERIES + 1):
        ask(attempt, key=key, query={"question": f"What kind is it, asked the {key}. time?"})
    with pytest.raises(TooManyQueries):
        ask(attempt, key=MAX_QUERIES + 1)


def test_query_wants_words_of_the_note(attempt):
    with pytest.raises(NotInNote):
        ask(attempt, query={"quote": "Anemia, haemoglobin"})


def test_finalised_codes_ask_nothing(attempt):
    Attempt.objects.update(coding_open=False)
    with pytest.raises(CodingClosed):
        ask(attempt)


def test_marks_of_queries_come_from_the_rows(attempt):
    marks = query_marks(attempt)
    assert marks is not None
    assert (marks.score, [lesson.is_right for lesson in marks.lessons]) == ("0%", [False, True])
    ask(attempt)
    marks = query_marks(attempt)
    assert marks is not None
    assert (marks.score, [lesson.is_right for lesson in marks.lessons]) == ("100%", [True, True])
    ask(attempt, key=2, query={"quote": PERIODS})
    marks = query_marks(attempt)
    assert marks is not None
    assert (marks.score, marks.needless) == ("75%", 1)


def scripted(answer: str) -> Attempt:
    """The case with another way of answering."""
    source = make_case("tired-anemia-query").newest().source
    old = "    answer: clear\n    after_days: 2\n"
    assert source.count(old) == 1
    source = source.replace(old, answer).replace("slug: tired-anemia-query", "slug: answers-so")
    return start_attempt(load_case(source, path="answers-so.md").version)


def test_late_answer_comes_weeks_later(db):
    attempt = scripted("    answer: late\n")
    assert ask(attempt).answer_on == attempt.scenario_date + timedelta(days=21)


def test_answer_that_never_comes_is_waited_for_in_vain(db):
    says = make_case("tired-anemia-query").newest().parsed().queries[0].says
    source_line = f"    says: {says}\n"
    source = make_case("tired-anemia-query").newest().source
    assert source_line in source
    source = source.replace(source_line, "").replace(
        "answer: clear\n    after_days: 2", "answer: never"
    )
    source = source.replace(
        "Iron deficiency anemia due to chronic blood loss", "Anemia, hemoglobin 9.4"
    )
    source = source.replace("slug: tired-anemia-query", "slug: never-said")
    attempt = start_attempt(load_case(source, path="never-said.md").version)
    assert ask(attempt).answer_on is None
    assert list_dues(attempt) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("    answer: never\n", "unless the answer never comes"),
        ("    answer: loudly\n", "answer"),
        ("    answer: clear\n    after_days: 0\n", "after_days"),
    ],
)
def test_script_that_does_not_fit_is_refused_with_the_mend(db, change, says):
    with pytest.raises(DocumentError, match=says):
        scripted(change)
