"""What the scrubber says of a claim, with the place on the page where each finding belongs."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.boxes import box_numbered
from claims.models import Claim
from claims.scrubber import ScrubFinding, Severity, Strength
from claims.services.sending import reason_key, scrub_claim


@dataclass(frozen=True)
class Note:
    """One finding at its box. `field` is where the page shows it, empty for what is in no box;
    `key` is the name under which a reason is given, where it `wants_reason` to be sent."""

    key: str
    rule: str
    severity: str
    desk: str
    box: str
    field: str
    line: int | None
    message: str
    wants_reason: bool = False

    @property
    def anchor(self) -> str:
        """The id on the page to go to; empty when there is none."""
        if self.line is not None:
            return f"line-{self.line}"
        return f"box-{self.field.replace('_', '-')}" if self.field else ""


@dataclass(frozen=True)
class Hold:
    """All that the scrubber says of one claim."""

    notes: tuple[Note, ...] = ()
    strength: str = Strength.FULL.value

    @property
    def is_off(self) -> bool:
        """Nothing is checked: what is wrong comes back from the payer."""
        return self.strength == Strength.OFF

    @property
    def errors(self) -> tuple[Note, ...]:
        """What blocks."""
        return tuple(
            note for note in self.notes if note.severity == Severity.ERROR and not note.wants_reason
        )

    @property
    def reasoned(self) -> tuple[Note, ...]:
        """What needs a reason: the warnings, and an error that no box mends."""
        return tuple(note for note in self.notes if note.wants_reason)

    @property
    def text(self) -> str:
        """The counts in words; what a worklist says."""
        severities = [note.severity for note in self.notes]
        counts = [(kind, severities.count(kind)) for kind in (Severity.ERROR, Severity.WARNING)]
        said = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts if count]
        if self.is_off:
            return "Not checked: the scrubber is off"
        text = ", ".join(said) or "Nothing found: ready to send"
        checked = " (only form and codes are checked)" if self.strength == Strength.BASIC else ""
        return text + checked


def hold_of(claim: Claim) -> Hold:
    """What the scrubber says of the claim as it stands, if it were sent today."""
    return as_hold(scrub_claim(claim), strength=claim.scrubber)


def as_hold(findings: Iterable[ScrubFinding], *, strength: str) -> Hold:
    """Findings with their places on the page, and how strict the scrubber was."""
    return Hold(tuple(_note(finding) for finding in findings), strength=strength)


def _note(finding: ScrubFinding) -> Note:
    box = box_numbered(finding.box)
    return Note(
        key=reason_key(finding),
        rule=finding.rule,
        severity=finding.severity.value,
        desk=finding.owner.value,
        box=finding.box,
        field=box.place if box else "",
        line=finding.line,
        message=finding.message,
        wants_reason=finding.wants_reason,
    )
