"""Where is my claim? The question (276) and the payer's answer (277)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from claims.money import plain
from claims.x12.segments import NotX12, as_set, day, element, read_set

QUESTION, ANSWER = "005010X212", "005010X212"


class Category(StrEnum):
    """Where a claim stands, as the payer says it."""

    NOT_FOUND = "A4"
    RECEIVED = "A1"
    IN_PROCESS = "P1"
    INFORMATION_WANTED = "P3"
    PAID = "F1"
    DENIED = "F2"


WORDS: dict[Category, str] = {
    Category.NOT_FOUND: "The payer has no such claim.",
    Category.RECEIVED: "The claim has come and waits at the front door.",
    Category.IN_PROCESS: "The claim is being decided.",
    Category.INFORMATION_WANTED: "The payer waits for something before it decides.",
    Category.PAID: "The claim is decided, and something is payable.",
    Category.DENIED: "The claim is decided, and nothing is payable.",
}
"""What each category means, in our own words."""


@dataclass(frozen=True, kw_only=True)
class StatusAnswer:
    """The payer's word on a claim on a date; `effective` is the date that it speaks of."""

    control: int
    payer_id: str
    account: str
    category: Category
    on: date
    effective: date | None = None
    icn: str = ""
    charge: Decimal = Decimal("0.00")
    paid: Decimal = Decimal("0.00")


def write_276(*, control: int, payer_id: str, account: str, member_id: str, on: date) -> str:
    """The question as text."""
    body: list[Sequence[str]] = [
        ("BHT", "0010", "13", f"SBX{control}", day(on), "0915"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "", "", "", "", "", "PI", payer_id),
        ("HL", "2", "1", "21", "1"),
        ("HL", "3", "2", "19", "1"),
        ("HL", "4", "3", "22"),
        ("NM1", "IL", "1", "", "", "", "", "", "MI", member_id),
        ("TRN", "1", account),
    ]
    return as_set("276", QUESTION, body, control=control)


def write_277(answer: StatusAnswer) -> str:
    """The answer as text."""
    effective = day(answer.effective) if answer.effective else day(answer.on)
    body: list[Sequence[str]] = [
        ("BHT", "0010", "08", f"SBX{answer.control}", day(answer.on), "0915", "DG"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "", "", "", "", "", "PI", answer.payer_id),
        ("HL", "4", "1", "22"),
        ("TRN", "2", answer.account),
        ("STC", answer.category.value, effective, "", plain(answer.charge), plain(answer.paid)),
        *([("REF", "1K", answer.icn)] if answer.icn else []),
    ]
    return as_set("277", ANSWER, body, control=answer.control)


def read_277(text: str) -> StatusAnswer:
    """The answer that `write_277` wrote. Raises NotX12."""
    rows = read_set(text, kind="277")
    found = {row[0]: row for row in rows}
    try:
        status, head = found["STC"], found["BHT"]
        return StatusAnswer(
            control=int(head[3].removeprefix("SBX")),
            payer_id=element(found["NM1"], 9),
            account=found["TRN"][2],
            category=Category(status[1]),
            on=date.fromisoformat(head[4]),
            effective=date.fromisoformat(status[2]),
            icn=element(found["REF"], 2) if "REF" in found else "",
            charge=Decimal(status[4]),
            paid=Decimal(status[5]),
        )
    except (KeyError, IndexError, ValueError, ArithmeticError) as error:
        raise NotX12(f"this is no status answer: {error}") from error
