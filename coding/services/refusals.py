"""What the coder's desk refuses, by name. Conflicts become the 409 page."""

from collections.abc import Sequence

from coding.conflicts import Conflict, NotPossible
from coding.querying import Rule


class StaleDraft(Conflict):
    """The sheet was saved elsewhere since the page was made."""


class CodingClosed(Conflict):
    """The codes are finalised: the sheet is not open."""


class AlreadyReturned(Conflict):
    """The codes are with the coder: there is nothing to send back."""


class TooManyKept(NotPossible):
    """There is no room for another code at hand."""


class NothingToAudit(NotPossible):
    """The case has no slip that an auditor of codes could find."""


class NoAuditReasons(ValueError):
    """Changes of audited codes have no reason yet; `names` are those."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("Say why you made each change.")
        self.names = tuple(names)


class NothingCoded(NotPossible):
    """There is no finalised coding to mark, release or send back."""


class NoHint(NotPossible):
    """No further hint can be had."""


class DateBack(Conflict):
    """The scenario date never moves back."""


class AlreadyDecided(Conflict):
    """Somebody else has decided it, and otherwise."""


class NoSuchFinding(Conflict):
    """The mark has no such finding, or is not released."""


class NotInNote(ValueError):
    """The words do not stand in the note."""


class TooManyQueries(NotPossible):
    """The provider has been asked often enough."""


class OtherQuerySent(ValueError):
    """Another query was sent since the page was made; `number` is the next one's."""

    def __init__(self, number: int) -> None:
        super().__init__("Another query was sent meanwhile. Look at it below, then send this one.")
        self.number = number


class UnfairQuery(ValueError):
    """The query breaks `rules`; it may be sent all the same."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__(" ".join(rule.says for rule in rules))
        self.rules = tuple(rules)


class EmptySheet(ValueError):
    """There is nothing to bill: a claim needs a diagnosis and a service."""


class NoReason(ValueError):
    """A step that others must live with needs a reason, and a short one."""


class KeyUnfit(ValueError):
    """The key cannot be used as it is; `problems` say each what to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)
