"""The front door's two answers: the form (999), then the claim (277CA)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.money import plain
from claims.x12.segments import NotX12, Segment, as_set, day, element, read_set

SYNTAX, CLAIM = "005010X231A1", "005010X214"
ACCEPTED, REJECTED = "A", "R"
TAKEN, TURNED_BACK = "WQ", "U"
RECEIVED = "A1:19"


@dataclass(frozen=True, kw_only=True)
class SyntaxNote:
    """Where the form is broken: the segment, the element in it (0: the segment itself), and the
    error's number (of a segment: 3 missing, 5 too many; of an element: 1 missing, 7 not valid)."""

    segment: str
    element: int = 0
    code: str = "1"


# Which rule of the form points at which place. The places are facts of the professional claim.
PLACES: dict[str, SyntaxNote] = {
    "member_id_missing": SyntaxNote(segment="NM1", element=9),
    "no_lines": SyntaxNote(segment="LX", code="3"),
    "diagnosis_count": SyntaxNote(segment="HI", code="3"),
    "pointer_invalid": SyntaxNote(segment="SV1", element=7),
}


@dataclass(frozen=True, kw_only=True)
class SyntaxAnswer:
    """Whether the form could be read; `notes` say where it could not."""

    control: int
    notes: tuple[SyntaxNote, ...] = ()

    @property
    def accepted(self) -> bool:
        """The form holds: the claim itself is looked at next."""
        return not self.notes


@dataclass(frozen=True, kw_only=True)
class ClaimAnswer:
    """What the payer's door says of the claim: `statuses` are category and number (A2:20, A7:164),
    `icn` the claim number when it was let in. `charge` in dollars."""

    control: int
    payer_id: str
    payer: str
    practice: str
    practice_npi: str
    patient: str
    member_id: str
    account: str
    charge: Decimal
    service: date
    on: date
    statuses: tuple[str, ...]
    icn: str = ""

    @property
    def accepted(self) -> bool:
        """The claim has a number."""
        return bool(self.icn)


def write_999(answer: SyntaxAnswer) -> str:
    """The answer to the form as text."""
    verdict = ACCEPTED if answer.accepted else REJECTED
    body: list[Sequence[str]] = [("AK1", "HC", str(answer.control), "005010X222A1")]
    body.append(("AK2", "837", f"{answer.control:04d}", "005010X222A1"))
    for note in answer.notes:
        body += _note(note)
    body += [("IK5", verdict), ("AK9", verdict, "1", "1", "1" if answer.accepted else "0")]
    return as_set("999", SYNTAX, body, control=answer.control)


def read_999(text: str) -> SyntaxAnswer:
    """The answer that `write_999` wrote. Raises NotX12."""
    rows = read_set(text, kind="999")
    groups = [row for row in rows if row[0] == "AK1"]
    if len(groups) != 1 or not element(groups[0], 2).isdigit():
        raise NotX12("one AK1 segment says which claims are answered")
    return SyntaxAnswer(control=int(element(groups[0], 2)), notes=tuple(_notes(rows)))


def write_277ca(answer: ClaimAnswer) -> str:
    """The answer to the claim as text: from the payer down to the patient."""
    on, amount = day(answer.on), plain(answer.charge)
    verdict = TAKEN if answer.accepted else TURNED_BACK
    first, _, last = answer.patient.rpartition(" ")
    body: list[Sequence[str]] = [
        ("BHT", "0085", "08", f"SBX{answer.control}", on, "0915", "TH"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", answer.payer.upper(), "", "", "", "", "PI", answer.payer_id),
        ("TRN", "1", f"SBXACK{answer.control}"),
        ("DTP", "050", "D8", on),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", answer.practice.upper(), "", "", "", "", "46", "SBXPRACTICE"),
        ("STC", f"{RECEIVED}:PR", on, TAKEN, amount),
        ("HL", "3", "2", "19", "1"),
        ("NM1", "85", "2", answer.practice.upper(), "", "", "", "", "XX", answer.practice_npi),
        ("HL", "4", "3", "PT"),
        ("NM1", "QC", "1", last.upper(), first.upper(), "", "", "", "MI", answer.member_id),
        ("TRN", "2", answer.account),
        *(("STC", status, on, verdict, amount) for status in answer.statuses),
        *([("REF", "1K", answer.icn)] if answer.icn else []),
        ("DTP", "472", "D8", day(answer.service)),
    ]
    return as_set("277", CLAIM, body, control=answer.control)


def read_277ca(text: str) -> ClaimAnswer:
    """The answer that `write_277ca` wrote. Raises NotX12."""
    rows = read_set(text, kind="277")
    try:
        return _claim_answer(rows)
    except (KeyError, ValueError) as error:
        raise NotX12(f"this is no claim acknowledgment: {error}") from error


def _claim_answer(rows: Sequence[Segment]) -> ClaimAnswer:
    names = {row[1]: row for row in rows if row[0] == "NM1"}
    patient = next(index for index, row in enumerate(rows) if row[:2] == ("NM1", "QC"))
    told = [row for row in rows[patient:] if row[0] == "STC"]
    dates = {row[1]: row[3] for row in rows if row[0] == "DTP"}
    first, last = element(names["QC"], 4), element(names["QC"], 3)
    return ClaimAnswer(
        control=int(next(row for row in rows if row[0] == "BHT")[3].removeprefix("SBX")),
        payer_id=element(names["PR"], 9),
        payer=element(names["PR"], 3),
        practice=element(names["85"], 3),
        practice_npi=element(names["85"], 9),
        patient=f"{first} {last}".strip(),
        member_id=element(names["QC"], 9),
        account=next(row[2] for row in rows[patient:] if row[0] == "TRN"),
        charge=Decimal(element(told[0], 4)),
        service=date.fromisoformat(dates["472"]),
        on=date.fromisoformat(dates["050"]),
        statuses=tuple(row[1] for row in told),
        icn=next((row[2] for row in rows if row[:2] == ("REF", "1K")), ""),
    )


def _note(note: SyntaxNote) -> list[Sequence[str]]:
    segment = ("IK3", note.segment, "1", "", "8" if note.element else note.code)
    return [segment, ("IK4", str(note.element), "", note.code)] if note.element else [segment]


def _notes(rows: Sequence[Segment]) -> Iterator[SyntaxNote]:
    for place, row in enumerate(rows):
        if row[0] != "IK3":
            continue
        after = rows[place + 1] if place + 1 < len(rows) else ("",)
        inner = after if after[0] == "IK4" else None
        yield SyntaxNote(
            segment=element(row, 1),
            element=int(element(inner, 1)) if inner else 0,
            code=element(inner, 3) if inner else element(row, 4),
        )
