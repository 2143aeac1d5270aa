"""The CSV tables of `fixtures/codes` as rows and as entries. PURE.

A cell is text; lists in a cell are parted by semicolons; an empty cell is "none" or "any".
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from coding.codebook.entries import ModifierEntry, PlaceEntry, ProcedureEntry
from coding.codebook.rows import Row

FILES = {
    "spc": "spc.csv",
    "hcpcs": "hcpcs.csv",
    "modifier": "modifiers.csv",
    "pos": "places_of_service.csv",
}
FAMILIES, CHANGES, ANSWERS = "families.csv", "icd10cm_changes_2025_10.csv", "abbreviations.csv"


def table_files(folder: Path) -> tuple[Path, ...]:
    """Every table that goes into the codebook."""
    return tuple(folder / name for name in (*FILES.values(), FAMILIES, CHANGES, ANSWERS))


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a table by column name. Raises OSError when it is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_rows(folder: Path) -> Iterator[Row]:
    """Families, procedures, modifiers and places of service."""
    for position, cells in enumerate(read_table(folder / FAMILIES)):
        terms = (cells["inclusion"],) if cells["inclusion"] else ()
        yield Row(
            cells["system"],
            cells["code"],
            cells["title"],
            False,
            "family",
            position=position,
            notes={"includes": terms},
        )
    for system, name in FILES.items():
        for position, cells in enumerate(read_table(folder / name), start=1000):
            yield _row(system, cells, position)


def _row(system: str, cells: Mapping[str, str], position: int) -> Row:
    terms = (cells["inclusion"],) if cells["inclusion"] else ()
    return Row(
        system,
        cells["code"],
        cells["title"],
        billable=True,
        kind="code",
        parent=cells.get("family", ""),
        position=position,
        valid_from=cells["effective"] or None,
        valid_to=cells["deleted"] or None,
        terms=terms,
        notes={"includes": terms},
        attributes=cells,
    )


def procedure_entry(system: str, cells: Mapping[str, str]) -> ProcedureEntry:
    """A procedure from the cells of its table. Raises KeyError or ValueError for a bad table."""
    size, _, unit_of = cells["unit_size"].partition(" ")
    return ProcedureEntry(
        system=system,
        code=cells["code"],
        family=cells["family"],
        title=cells["title"],
        inclusion=cells["inclusion"],
        valid_from=_day(cells["effective"]),
        valid_to=_day(cells["deleted"]),
        unit_rule=cells["unit_rule"],
        unit_size=Decimal(size) if size else None,
        unit_of=unit_of,
        add_on_to=_list(cells["add_on_to"]),
        global_days=_number(cells["global_days"]),
        multiple_procedure=int(cells["multiple_procedure"]),
        bilateral=cells["bilateral"] == "1",
        assistant=cells["assistant"] == "1",
        pc_tc=cells["pc_tc"] == "1",
        age_min=_number(cells["age_min"]),
        age_max=_number(cells["age_max"]),
        sex=cells["sex"],
        places=_list(cells["places"]),
        max_units=_number(cells["max_units"]),
        mai=int(cells["mai"]),
        authorization=cells["authorization"] == "1",
        referral=cells["referral"] == "1",
        fee=Decimal(cells["fee"]),
        facility_fee=Decimal(cells["facility_fee"]),
        charge=Decimal(cells["charge"]),
        benefit=cells["benefit"],
        level=_number(cells["level"]),
        level_group=cells["level_group"],
    )


def modifier_entry(cells: Mapping[str, str]) -> ModifierEntry:
    """A modifier from the cells of its table."""
    return ModifierEntry(
        code=cells["code"],
        title=cells["title"],
        inclusion=cells["inclusion"],
        kind=cells["kind"],
        source=cells["source"],
        pairs=cells["pairs"] == "1",
        families=_list(cells["families"]),
        requires=cells["requires"],
    )


def place_entry(cells: Mapping[str, str]) -> PlaceEntry:
    """A place of service from the cells of its table."""
    return PlaceEntry(
        code=cells["code"], title=cells["title"], inclusion=cells["inclusion"], rate=cells["rate"]
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
