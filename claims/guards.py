"""What the database refuses in the biller's room, whoever writes to it: moves that the lifecycle
does not declare, changes of a claim behind its version, and changes of what is append-only."""

from collections.abc import Iterator

from claims.lifecycle import all_moves
from claims.models import (
    Acknowledgment,
    Adjustment,
    BillingMark,
    BillingMarkPart,
    Claim,
    ClaimEvent,
    ClaimState,
    CounterEntry,
    LedgerEntry,
    PostingSlip,
    Remittance,
    RemittanceLine,
    Submission,
)
from coding.guarding import Event, Guard, append_only, differs, never_deleted

FOR_GOOD = ("id", "attempt_id", "sequence", "created_at")
BESIDE = ("scrubber", "moved_at")
"""Columns that may change while a claim stays at its version: how strict its class has the
scrubber, and when something was last done."""


def targets_of(state: str) -> list[str]:
    """The states that a declared move leads to from this one, itself left out."""
    found = {target for move in all_moves() if move.source == state for target in move.targets}
    return sorted(found - {state})


def _moves() -> Iterator[Guard]:
    """One guard for each state: where it leads to, and nowhere else."""
    for state in ClaimState.values:
        targets = targets_of(state)
        allowed = ", ".join(f"'{target}'" for target in [state, *targets])
        yield Guard(
            model=Claim,
            name=f"claim_leaves_{state}",
            on=Event.UPDATE,
            when=f"OLD.state = '{state}' AND NEW.state NOT IN ({allowed})",
            text=f"a claim that is {state} becomes {' or '.join(targets) or 'nothing else'}, "
            "by a declared move",
            shown="state",
        )


def _versions() -> Iterator[Guard]:
    """Nothing happens behind a claim's version."""
    columns = {str(field.column) for field in Claim._meta.concrete_fields}
    yield Guard(
        model=Claim,
        name="claim_counts_on",
        on=Event.UPDATE,
        when="NEW.version NOT IN (OLD.version, OLD.version + 1)",
        text="a claim's version grows by one at a time and never goes back",
        shown="version",
    )
    yield Guard(
        model=Claim,
        name="claim_changes_by_version",
        on=Event.UPDATE,
        when=f"NEW.version = OLD.version AND "
        f"({differs(sorted(columns - {'version', *FOR_GOOD, *BESIDE}))})",
        text="a claim changes only together with its version",
        shown="state",
    )
    yield Guard(
        model=Claim,
        name="claim_stays_with_its_attempt",
        on=Event.UPDATE,
        when=differs(FOR_GOOD),
        text="a claim stays with its attempt and payer",
    )


GUARDS: tuple[Guard, ...] = (
    *_moves(),
    *_versions(),
    never_deleted(Claim),
    *(
        guard
        for model in (
            Acknowledgment,
            Adjustment,
            BillingMark,
            BillingMarkPart,
            ClaimEvent,
            CounterEntry,
            LedgerEntry,
            PostingSlip,
            Remittance,
            RemittanceLine,
            Submission,
        )
        for guard in append_only(model)
    ),
)
