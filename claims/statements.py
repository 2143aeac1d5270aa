"""The patient's statement as it is printed. PURE.

The sheet says on every page that it is training material; nobody owes anything on it.
"""

from dataclasses import dataclass

WATERMARK = "TRAINING - NOT A CLAIM"
FICTION = "Patient, practice, payer and procedure codes are invented. Nobody owes this money."


@dataclass(frozen=True)
class StatementLine:
    """One service on a statement; texts as printed."""

    number: int
    date: str
    procedure: str
    title: str
    charge: str
    why: tuple[str, ...]
    amount: str


@dataclass(frozen=True)
class StatementSheet:
    """A statement as printed; texts as printed, `total` with its currency."""

    number: int
    practice: str
    patient: str
    account: str
    payer: str
    on: str
    lines: tuple[StatementLine, ...]
    total: str
    aging: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The heading and the name of the file."""
        return f"Statement {self.number}"
