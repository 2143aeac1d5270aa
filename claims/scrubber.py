"""The scrubber: what stops a claim before it leaves. PURE.

It sees only what a biller may know: the claim, the code sets, the payer's published edits (fee
schedule limits, code pairs, policies, filing limit), leave that was granted, services that this
payer accepted before, and of the member only what an eligibility answer said. Without such an
answer it knows nothing of coverage and says so (S06).

The conditions are those of ``claims.rules``, the same that the payer asks; here each has a number,
a severity, the desk that mends it, and the mend in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from claims.facts import CodeSet, Coverage, Eligibility, Scenario
from claims.rules.boxes import box_of
from claims.rules.edit import Edit, Severity
from claims.rules.edits import EDITS
from claims.rules.finding import Finding, Owner
from claims.rules.review import Review

__all__ = [
    "ScrubFinding",
    "Severity",
    "Strength",
    "as_known",
    "finding_json",
    "is_clean",
    "scrub",
    "scrub_json",
]

FRESH_DAYS = 3


class Strength(StrEnum):
    """How much the scrubber catches. With less, errors travel on and come back later."""

    FULL = "full"
    BASIC = "basic"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class ScrubFinding:
    """One finding: the rule's number, the box, the line (None is the whole claim), the mend.
    ``sendable`` is an error that no box mends."""

    rule: str
    severity: Severity
    owner: Owner
    box: str
    line: int | None
    message: str
    sendable: bool = False

    @property
    def wants_reason(self) -> bool:
        """The claim may go out all the same, if the biller says why."""
        return self.sendable or self.severity is Severity.WARNING


def scrub(
    scenario: Scenario,
    *,
    codes: CodeSet,
    eligibility: Eligibility | None = None,
    strength: Strength | str = Strength.FULL,
) -> tuple[ScrubFinding, ...]:
    """Everything that should be looked at before the claim goes out, in the order of the numbers.

    ``eligibility`` is the payer's last answer about the member, None if nobody asked. Strength
    "basic" keeps only errors of form and of codes that do not exist; "off" finds nothing. Raises
    ValueError for another strength.
    """
    strength = Strength(strength)
    if strength is Strength.OFF:
        return ()
    review = Review(as_known(scenario, eligibility=eligibility), codes)
    edits = EDITS if strength is Strength.FULL else [edit for edit in EDITS if edit.basic]
    found = [result for edit in edits for result in _asked(edit, review)]
    if strength is Strength.FULL:
        found += _eligibility_age(scenario, eligibility)
    return tuple(sorted(_without_echo(found), key=lambda row: (row.rule, row.line or 0)))


def is_clean(findings: Iterable[ScrubFinding]) -> bool:
    """Whether a claim may go out untouched: nothing that blocks or needs a reason."""
    return all(finding.severity is Severity.INFO for finding in findings)


def as_known(scenario: Scenario, *, eligibility: Eligibility | None) -> Scenario:
    """The scenario as the biller knows it: of member and patient only what the payer told."""
    claim = scenario.claim
    if eligibility is None:
        coverage = Coverage(member_id=claim.member_id)
        born, name = claim.patient_born, ""
    else:
        coverage = Coverage(
            member_id=eligibility.member_id,
            effective=eligibility.effective,
            terminated=eligibility.terminated,
            gaps=eligibility.gaps,
            primary=not eligibility.other_payer_primary,
        )
        born, name = eligibility.born or claim.patient_born, eligibility.name
    patient = replace(scenario.patient, born=born, name=name, sex=claim.patient_sex)
    return replace(scenario, coverage=coverage, patient=patient)


def scrub_json(findings: Sequence[ScrubFinding]) -> dict[str, Any]:
    """The findings as ``scrub --json`` prints them."""
    return {"clean": is_clean(findings), "findings": [finding_json(row) for row in findings]}


def finding_json(finding: ScrubFinding) -> dict[str, Any]:
    """One finding as files and stored submissions carry it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "owner": finding.owner.value,
        "box": finding.box,
        "line": finding.line,
        "message": finding.message,
    }


def _asked(edit: Edit, review: Review) -> Iterator[ScrubFinding]:
    """What an edit says; a message that repeats on a line is said once."""
    said: set[tuple[int | None, str]] = set()
    for condition in edit.conditions:
        for finding in condition(review):
            line = None if edit.once else finding.line
            key = (line, "" if edit.once else finding.detail)
            if key not in said:
                said.add(key)
                yield _said(edit, finding, line)


def _said(edit: Edit, finding: Finding, line: int | None) -> ScrubFinding:
    return ScrubFinding(
        rule=edit.rule,
        severity=edit.severity,
        owner=edit.owner,
        box=edit.box or box_of(finding.field),
        line=line,
        message=f"{finding.detail} {edit.mend}",
        sendable=edit.sendable,
    )


def _eligibility_age(scenario: Scenario, eligibility: Eligibility | None) -> Iterator[ScrubFinding]:
    """S06: nobody asked the payer about the member, or it was asked too long ago."""
    sent = scenario.claim.sent
    if eligibility is not None and (sent - eligibility.checked_on).days <= FRESH_DAYS:
        return
    known = f"was last asked on {eligibility.checked_on}" if eligibility else "was never asked"
    yield ScrubFinding(
        rule="S06",
        severity=Severity.WARNING,
        owner=Owner.BILLER,
        box="1a",
        line=None,
        message=f"The payer {known} about this member. Check eligibility before sending.",
    )


def _without_echo(found: Iterable[ScrubFinding]) -> list[ScrubFinding]:
    """Leave out S23 on a line whose code pair already says the same, as an error."""
    rows = list(found)
    paired = {row.line for row in rows if row.rule in {"S24", "S25"}}
    return [row for row in rows if row.rule != "S23" or row.line not in paired]
