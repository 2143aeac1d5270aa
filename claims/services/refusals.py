"""What a service refuses: errors that belong to a form, with the field they belong to."""

from collections.abc import Sequence

from claims.scrubber import ScrubFinding
from coding.conflicts import Conflict, NotPossible


class Refused(ValueError):
    """What was typed cannot be carried out; shown beside `field` ("" for the whole form)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class NotClean(Refused):
    """The scrubber holds the claim back: `findings` are all that still stand in its way."""

    def __init__(self, findings: Sequence[ScrubFinding]) -> None:
        super().__init__("", "The scrubber holds this claim back; nothing was sent.")
        self.findings = tuple(findings)


class NothingChanged(Refused):
    """A corrected claim must differ from the claim that was sent last."""


class NothingToBill(Refused):
    """The patient owes nothing that was not billed and paid already."""


class NotFinalised(NotPossible):
    """There are no finalised codes to build a claim from."""


class StaleCalendar(Conflict):
    """The scenario date is no longer the one that the page showed."""
