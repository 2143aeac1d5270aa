"""Does a diagnosis support the service? Linkage (CO-11) and necessity (CO-50) are two things."""

from collections.abc import Iterator
from typing import NamedTuple

from claims.facts import Line
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, begins_with, stands_for

OPPOSITE = {"RT": "left", "LT": "right"}
SAME = {"RT": "right", "LT": "left"}


class Unsupported(NamedTuple):
    """A line whose pointed diagnoses no policy covers; ``elsewhere`` are covered ones."""

    line: Line
    policies: tuple[str, ...]
    elsewhere: tuple[str, ...]


@rule(row=20, field="pointers", owner=Owner.CODER, reason="CO-11")
def pointer_unsupported(review: Review) -> Iterator[Hit]:
    """The pointed diagnoses do not support the service, but another on the claim does.

    Next step: mend the pointer if the note supports it; replacement.
    Source: house convention; the supporting diagnoses stand in the payer's policy.
    """
    for line, policies, elsewhere in _unsupported(review):
        if elsewhere:
            yield Hit(
                line=line.number,
                evidence=(*policies, *elsewhere),
                detail=f"{line.procedure} points at {_named(review, line)}, which does not "
                f"support it; {elsewhere[0]} on this claim would.",
            )


@rule(row=20, field="modifiers", owner=Owner.CODER, reason="CO-11")
def side_contradicted(review: Review) -> Iterator[Hit]:
    """The modifier says one side and the pointed diagnoses say only the other.

    Next step: check the side in the note; replacement.
    Source: ICD-10-CM Official Guidelines I.B.13 (laterality); house convention on the reason.
    """
    for line in review.lines:
        sides = [side for side in line.modifiers if side in SAME]
        titles = [review.title(code, on=line.date).split() for code in review.pointed(line)]
        for side in sides if len(sides) == 1 else []:
            told = any(OPPOSITE[side] in title for title in titles)
            if told and not any(SAME[side] in title for title in titles):
                yield Hit(
                    line=line.number,
                    evidence=(side, *review.pointed(line)),
                    detail=f"{side} says {SAME[side]}; the diagnosis says {OPPOSITE[side]}.",
                )


@rule(
    row=21,
    field="diagnoses",
    owner=Owner.CODER,
    reason="CO-50",
    rarcs=("N115",),
    also=("N386 for a national policy", "PR-50 with GA", "CO-50 with GZ"),
)
def policy_not_met(review: Review) -> Iterator[Hit]:
    """No diagnosis on the claim meets the payer's policy.

    GA says that the patient signed a notice of liability, which makes it PR-50. GZ says that a
    denial is expected and no notice was signed: CO-50 whatever the diagnosis.

    Next step: appeal with the records; never change a diagnosis to fit.
    Source: Social Security Act 1862(a)(1)(A); CMS Claims Processing Manual, chapters 1 and 30.
    """
    unmet = {
        line.number: policies for line, policies, elsewhere in _unsupported(review) if not elsewhere
    }
    for line in review.lines:
        waived = "GZ" in line.modifiers
        if line.number not in unmet and not waived:
            continue
        notified = "GA" in line.modifiers and not waived
        policies = unmet.get(line.number, ())
        reason = f"policy {policies[0]} is not met" if policies else "modifier GZ expects a denial"
        yield Hit(
            line=line.number,
            evidence=(*policies, *review.pointed(line)),
            field=None if policies else "modifiers",
            reason="PR-50" if notified else None,
            rarcs=_policy_remarks(review, policies),
            detail=f"{line.procedure} with {_named(review, line)}: {reason}"
            + (", and the patient signed a notice." if notified else "."),
        )


def _policy_remarks(review: Review, policies: tuple[str, ...]) -> tuple[str, ...] | None:
    """N386 where a national policy decided, N115 (the rule's own) for the payer's, else none."""
    if not policies:
        return ()
    national = {policy.id for policy in review.scenario.policies if policy.national}
    return ("N386",) if national & set(policies) else None


def _unsupported(review: Review) -> Iterator[Unsupported]:
    """The lines with a policy on their procedure that no pointed diagnosis meets."""
    for line in review.lines:
        policies = [
            policy
            for policy in review.scenario.policies
            if stands_for(policy.procedure, line.procedure)
        ]
        covered = tuple(code for policy in policies for code in policy.diagnoses)
        if covered and not any(begins_with(code, covered) for code in review.pointed(line)):
            elsewhere = [code for code in review.claim.diagnoses if begins_with(code, covered)]
            names = tuple(policy.id for policy in policies)
            yield Unsupported(line, names, tuple(elsewhere))


def _named(review: Review, line: Line) -> str:
    return " and ".join(review.pointed(line)) or "no diagnosis"
