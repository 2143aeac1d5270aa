"""Ask the provider, and let the answer come on its day."""

from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from coding.cases import Case, ScriptedQuery
from coding.cases.record import record
from coding.models import Attempt, ProviderQuery
from coding.notes import passages
from coding.querying import Query, unfair
from coding.services.attempts import lock_attempt
from coding.services.refusals import (
    CodingClosed,
    NotInNote,
    OtherQuerySent,
    TooManyQueries,
    UnfairQuery,
)

MAX_QUERIES = 10
USUAL_DAYS = 2
NOTHING_TO_ADD = "The note stands as I wrote it; I have nothing to add."


def record_of(attempt: Attempt) -> str:
    """The note with the addenda that the provider has written for this attempt.

    No query for a case that foresees no question.
    """
    case = attempt.parsed()
    if not case.queries:
        return case.note
    answered = attempt.queries.exclude(answered_on=None)
    places = {place for place in answered.values_list("meets", flat=True) if place is not None}
    return record(case.note, case.queries, answered=places)


@transaction.atomic
def ask_provider(
    attempt_id: int,
    *,
    actor: AbstractUser,
    key: int,
    query: Query,
    as_it_is: bool = False,
) -> ProviderQuery:
    """Send a query; the answer comes on the scenario date that the case foresees, or never.

    `key` is the number that the page gave the query: the same query under it again gives the one
    that was sent. Raises OtherQuerySent when another was sent meanwhile, UnfairQuery(rules) for a
    query that breaks a rule, unless it is sent `as_it_is`; NotInNote, TooManyQueries, CodingClosed.
    """
    attempt = lock_attempt(attempt_id)
    sent = attempt.queries.filter(number=key).first()
    if sent is not None and sent.query == query:
        return sent
    if not attempt.coding_open:
        raise CodingClosed("The codes are finalised: there is nothing left to ask.")
    count = attempt.queries.count()
    if count >= MAX_QUERIES:
        raise TooManyQueries(f"At most {MAX_QUERIES} queries go to the provider.")
    if key != count + 1:
        raise OtherQuerySent(count + 1)
    text = record_of(attempt)
    place = next((one for one in passages(text) if one.text == query.quote), None)
    if place is None:
        raise NotInNote("Choose the words of the note that you ask about.")
    broken = unfair(query, record=text)
    if broken and not as_it_is:
        raise UnfairQuery(broken)
    case = attempt.parsed()
    meets = _meets(case, place.start, place.end)
    script = None if meets is None else case.queries[meets]
    return ProviderQuery.objects.create(
        attempt=attempt,
        number=key,
        start=place.start,
        end=place.end,
        quote=query.quote,
        indicators=query.indicators,
        question=query.question,
        options=list(query.options),
        problems=[rule.name for rule in broken],
        meets=meets,
        written_by_id=actor.pk,
        written_on=attempt.scenario_date,
        answer_on=_comes(attempt, script),
    )


def answer_query(query_id: int) -> str:
    """The provider answers; the sentence that tells of it. Nobody's button: the calendar's."""
    sent = ProviderQuery.objects.select_related("attempt__case_version").get(pk=query_id)
    case = sent.attempt.parsed()
    says = NOTHING_TO_ADD if sent.meets is None else case.queries[sent.meets].says
    ProviderQuery.objects.filter(pk=query_id).update(
        answered_on=sent.attempt.scenario_date, answer=says
    )
    return f"The provider answered your query: {says}"


def _meets(case: Case, start: int, end: int) -> int | None:
    """The question of the case that is asked at those characters of the note."""
    for place, script in enumerate(case.queries):
        spans = (span for quote in script.about for span in quote.spans)
        if any(start < until and since < end for since, until in spans):
            return place
    return None


def _comes(attempt: Attempt, script: ScriptedQuery | None) -> date | None:
    if script is None:
        return attempt.scenario_date + timedelta(days=USUAL_DAYS)
    if script.answer == "never":
        return None
    return attempt.scenario_date + timedelta(days=script.after_days)
