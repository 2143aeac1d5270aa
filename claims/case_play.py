"""Send one claim of a case to the payer, without a database. PURE.

What a case expects is the answer by contract, so the slips of the payer's own system that a case
may name are not played here; a learner's payer makes them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from claims.assemble import (
    MemberFile,
    Sending,
    assemble,
    for_coverage,
    member_of,
    patient_of,
    payer_terms,
    record_of,
    with_codes,
)
from claims.content import ClaimContent
from claims.facts import Authorization, Coverage, PriorPayment, Scenario
from claims.payer import Answer, Outcome
from claims.payer import answer as payer_answer
from claims.payer.library import ProcedureSet, UnknownPayer
from coding.cases import Case, Change, CoverageFacts
from coding.cases.answers import answer_with

FIRST_NUMBER = "SBX00000000000"
"""What stands for the payer's number of the first claim where a replacement must name it."""

MAX_REQUESTS = 3

LINE_BOX = re.compile(r"(?P<box>charge|ndc|dose)_(?P<line>\d+)")
MAYBE_DATES = frozenset({"accident_date", "insured_born"})
TICKS = frozenset(
    {"signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"}
)


class BadBox(ValueError):
    """A pitfall writes into a box what does not fit there."""

    def __init__(self, box: str, message: str) -> None:
        super().__init__(f"{box}: {message}")
        self.box = box
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Play:
    """A claim that was sent, and what the payer did with it."""

    case: Case
    content: ClaimContent
    sending: Sending
    codes: ProcedureSet
    scenario: Scenario
    answer: Answer


def play(
    case: Case,
    content: ClaimContent,
    sending: Sending | None = None,
    *,
    codes: ProcedureSet,
    previous: Play | None = None,
) -> Play:
    """Send that content; without `sending` as an original, as soon as the case allows. `previous`
    is the claim that it follows.

    Raises OutOfBalance when the answer does not add up.
    """
    sending = sending or first_sending(case, content)
    scenario = assemble(
        content,
        sending,
        member=_member_file(case, content),
        patient=patient_of(case),
        codes=codes,
        record=record_of(case),
        previous=previous.scenario.claim if previous else None,
    )
    answer = payer_answer(scenario, codes=codes)
    return Play(
        case=case,
        content=content,
        sending=sending,
        codes=codes,
        scenario=scenario,
        answer=answer,
    )


def second_play(first: Play, other: CoverageFacts) -> Play:
    """What a second coverage answers, billed on the day of the first one's answer."""
    received = first.sending.received or first.sending.sent
    sent = received + timedelta(days=first.scenario.payer.remit_days)
    told = {
        line.line: (
            line.procedure,
            PriorPayment.of(line.paid, ((row.group, row.amount) for row in line.adjustments)),
        )
        for line in first.answer.lines
    }
    content = for_coverage(first.content, other)
    return play(
        first.case,
        content.with_prior(told),
        Sending(sent=sent, received=sent + _ack_delay(other.payer)),
        codes=first.codes,
    )


def first_sending(case: Case, content: ClaimContent) -> Sending:
    """An original, sent when the leave that it names has been answered, received a step later."""
    waits = [
        request.answer_days
        for coverage in case.coverage
        for request in coverage.authorization_requests
        if request.grant.number == content.authorization
    ]
    sent = case.encounter.date + timedelta(days=max(waits, default=0))
    return Sending(sent=sent, received=sent + _ack_delay(content.payer_id))


def replacing(play: Play, content: ClaimContent) -> Sending:
    """How a claim is sent after the payer answered an earlier one: frequency 7, asked for as a
    reopening where the payer mends only so, or an original where it takes neither, on the day of
    the answer."""
    payer = play.scenario.payer
    remitted = (play.sending.received or play.sending.sent) + timedelta(days=payer.remit_days)
    sending = Sending(sent=remitted, received=remitted + _ack_delay(content.payer_id))
    if content.payer_id != play.content.payer_id or not payer.takes_changes:
        return replace(sending, received=play.sending.received)
    return replace(
        sending,
        frequency=7,
        reopening=payer.changes_by_reopening,
        original_reference=FIRST_NUMBER,
        original_remitted=remitted,
    )


def settle(played: Play, *, wanted: str) -> Play:
    """The claim with the payer's questions answered, unless a pended claim is what is wanted."""
    for _ in range(MAX_REQUESTS):
        answer = played.answer
        if answer.outcome is not Outcome.PENDED or wanted == Outcome.PENDED or not answer.wanted:
            return played
        played = answered(played)
    return played


def answered(played: Play) -> Play:
    """The same claim after the payer got what it waits for."""
    wanted = played.answer.wanted
    sent = played.sending
    if wanted is not None:
        told = played.case.claim.accident if wanted == "accident" else sent.accident
        attachments = (*sent.attachments, wanted.value)
        sent = replace(sent, attachments=attachments, accident=told)
    return play(played.case, played.content, sent, codes=played.codes)


def changed_content(case: Case, change: Change, right: Play) -> tuple[ClaimContent, Sending]:
    """The right claim with a pitfall's change. Raises BadBox."""
    content = right.content
    if change.diagnoses is not None or change.lines:
        codes = answer_with(case, change)
        content = with_codes(content, codes, on=case.encounter.date, codes=right.codes)
    boxes = dict(change.claim)
    sending = _changed_sending(right.sending, boxes)
    content = with_line_boxes(content.with_boxes(**typed_boxes(boxes)), boxes)
    if content.payer_id != right.content.payer_id and "sent" not in change.claim:
        sending = replace(sending, received=sending.sent + _ack_delay(content.payer_id))
    return content, sending


def _changed_sending(sending: Sending, boxes: dict[str, str]) -> Sending:
    """Takes what says how the claim goes out of the boxes."""
    if "sent" in boxes:
        wait = (sending.received or sending.sent) - sending.sent
        sent = _date("sent", boxes.pop("sent"))
        sending = replace(sending, sent=sent, received=sent + wait)
    if "frequency" in boxes:
        written = boxes.pop("frequency")
        if written not in {"1", "7", "8"}:
            raise BadBox("frequency", f"{written!r} is not 1, 7 or 8")
        sending = replace(sending, frequency=int(written), original_remitted=sending.sent)
    if "original_reference" in boxes:
        sending = replace(sending, original_reference=boxes.pop("original_reference"))
    if "stands_beside" in boxes:
        sending = replace(sending, stands_beside=boxes.pop("stands_beside"))
    return sending


def typed_boxes(written: Mapping[str, str]) -> dict[str, Any]:
    """The boxes of the whole claim under their names on it, dates and ticks as such. Raises
    BadBox."""
    found: dict[str, Any] = {
        name: value for name, value in written.items() if not LINE_BOX.fullmatch(name)
    }
    if "payer" in found:
        found["payer_id"] = found.pop("payer")
        try:
            payer_terms(found["payer_id"])
        except UnknownPayer as error:
            raise BadBox("payer", str(error)) from error
    if "patient_born" in found:
        found["patient_born"] = _date("patient_born", found["patient_born"])
    for name in MAYBE_DATES & found.keys():
        found[name] = _date(name, found[name]) if found[name] else None
    for name in TICKS & found.keys():
        if found[name] not in {"true", "false"}:
            raise BadBox(name, f"{found[name]!r} is not true or false")
        found[name] = found[name] == "true"
    return found


def with_line_boxes(content: ClaimContent, written: Mapping[str, str]) -> ClaimContent:
    """The claim with the boxes of single lines, such as `charge_2`, as a pitfall writes them.
    Raises BadBox."""
    lines = list(content.lines)
    for name, value in written.items():
        match = LINE_BOX.fullmatch(name)
        if match is None:
            continue
        place = int(match["line"]) - 1
        if place >= len(lines):
            raise BadBox(name, f"the claim has {len(lines)} lines")
        typed = value if match["box"] == "ndc" else _number(name, value)
        changed: dict[str, Any] = {match["box"]: typed}
        lines[place] = replace(lines[place], **changed)
    return content.with_boxes(lines=tuple(lines))


def _number(box: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadBox(box, f"{text!r} is not a number such as 42.00") from error


def _date(box: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadBox(box, f"{text!r} is not a date such as 2026-03-10") from error


def _ack_delay(payer_id: str) -> timedelta:
    return timedelta(days=payer_terms(payer_id).ack_days)


def _member_file(case: Case, content: ClaimContent) -> MemberFile | None:
    """What the payer of the content holds, with all leave that the case lets be had."""
    held = [row for row in case.coverage if row.payer == content.payer_id]
    named = [row for row in held if row.member_id.upper() == content.member_id.strip().upper()]
    facts = next(iter(named or held), None)
    if facts is None:
        return None
    grants = (*facts.authorizations, *(row.grant for row in facts.authorization_requests))
    return member_of(
        facts,
        coverage=_coverage(facts, is_primary=facts is case.coverage[0]),
        authorizations=tuple(Authorization(**vars(grant)) for grant in grants),
    )


def _coverage(facts: CoverageFacts, *, is_primary: bool) -> Coverage:
    return Coverage(
        member_id=facts.member_id,
        effective=facts.effective,
        terminated=facts.terminated,
        deductible_left=facts.deductible_left,
        out_of_pocket_left=facts.out_of_pocket_left,
        primary=is_primary,
    )
