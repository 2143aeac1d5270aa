"""What grading and the case linter ask of a codebook; ``coding.codebook.Codebook`` answers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol


class CodeRow(Protocol):
    """One code with its validity."""

    @property
    def code(self) -> str:
        """The code as its code set writes it."""

    @property
    def title(self) -> str:
        """What it stands for."""

    @property
    def billable(self) -> bool:
        """Whether it may be sent, or only heads the codes below it."""

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a date of service."""


class ProcedureRow(Protocol):
    """What grading needs of a procedure. Codes of one ``level_group`` differ in level only."""

    @property
    def code(self) -> str:
        """The code as its code set writes it."""

    @property
    def family(self) -> str:
        """The family of services, such as OV for visits."""

    @property
    def level(self) -> int | None:
        """Its level within the group, if it has one."""

    @property
    def level_group(self) -> str:
        """The group, or an empty text."""

    @property
    def unit_rule(self) -> str:
        """What a unit counts: each, minutes, dose, size or count."""

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a date of service."""

    @property
    def add_on_to(self) -> tuple[str, ...]:
        """The services that it is added to; empty when it stands alone."""


class CodeDetail(Protocol):
    """A code's notes."""

    @property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """Texts by kind: ``code_first``, ``use_additional`` and others."""


class CodeTree(Protocol):
    """A read-only set of codes with the ICD-10-CM tree."""

    def find(self, code: str, *, on: date, system: str | None = None) -> CodeRow | None:
        """The row of a code, valid on that date or not; None when it never existed."""

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Nearest first: categories, then the block, then the chapter."""

    def detail(self, code: str, *, on: date) -> CodeDetail | None:
        """The code with its notes."""

    def procedure(self, code: str, *, on: date) -> ProcedureRow | None:
        """The procedure's attributes."""
