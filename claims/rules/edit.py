"""What a scrubber's edit is: its number, its conditions, how severe, whose desk, the mend."""

from dataclasses import dataclass
from enum import StrEnum

from claims.rules.finding import Check, Owner


class Severity(StrEnum):
    """An error blocks, a warning needs a reason, an info only informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A numbered edit over shared conditions.

    ``box`` empty takes the box of the finding's field. ``once`` says it once for the whole claim.
    ``basic`` edits check only the form of the claim and that its codes exist. An error that no box
    mends is ``sendable``: the claim goes out with a reason, as with a warning.
    """

    rule: str
    owner: Owner
    conditions: tuple[Check, ...]
    mend: str
    severity: Severity = Severity.ERROR
    box: str = ""
    once: bool = False
    basic: bool = False
    sendable: bool = False
