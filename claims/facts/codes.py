"""The code sets as the rules ask them. PURE."""

from datetime import date
from typing import Protocol


class CodeEntry(Protocol):
    """One row of a code set."""

    @property
    def system(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def billable(self) -> bool: ...
    def is_valid_on(self, day: date, /) -> bool: ...


class CodeDetail(Protocol):
    """A code with its place in the tree."""

    @property
    def entry(self) -> CodeEntry: ...
    @property
    def parents(self) -> tuple[CodeEntry, ...]: ...
    @property
    def children(self) -> tuple[CodeEntry, ...]: ...


class CodeSet(Protocol):
    """The code sets as the rules ask them; ``coding.codebook.Codebook`` is one."""

    def find(self, code: str, *, on: date, system: str | None = None) -> CodeEntry | None:
        """The row of a code, valid on that date or not; None if it never existed."""

    def detail(self, code: str, *, on: date, system: str | None = None) -> CodeDetail | None:
        """The row with its parents (top down) and children."""
