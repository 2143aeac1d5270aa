"""What the codebook answers with, as frozen dataclasses. PURE: no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

NOTE_KINDS = (
    "includes",
    "inclusion_terms",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "seventh_characters",
    "notes",
)
Notes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CodeEntry:
    """One row of a code set: a code as it stood between two dates.

    `system` is icd10cm, spc, hcpcs, modifier or pos. `valid_from` None means since before the
    releases in the book; `valid_to` is the last valid day, None while the code stands. A header
    (chapter, block, category, family) is not `billable`.
    """

    system: str
    code: str
    title: str
    billable: bool
    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether the code may stand for a service of that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class CodeDetail:
    """A code with its place in the tree (`parents` top down) and the notes that apply to it.

    `notes` joins its own with those of its subcategory and category, nearest first, because a
    note at a category holds for every code in it (Official Guidelines I.A.10 to I.A.13 and I.A.17).
    `own_notes` are only its own; `inherited` gives each parent's own notes, nearest first, up to
    the block and the chapter. Every kind of `NOTE_KINDS` is there, with an empty tuple for none.
    """

    entry: CodeEntry
    parents: tuple[CodeEntry, ...]
    children: tuple[CodeEntry, ...]
    notes: Notes
    own_notes: Notes
    inherited: tuple[tuple[CodeEntry, Notes], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProcedureEntry:
    """A procedure code (SPC or HCPCS Level II) with everything that its rules need.

    Money is dollars for one unit: `fee` in an office, `facility_fee` in a facility, `charge` the
    practice's own price. `unit_size` is how much one unit stands for, in `unit_of` (10, "mg").
    `global_days` None means that the idea does not apply. `level` counts within `level_group`.
    """

    system: str
    code: str
    family: str
    title: str
    inclusion: str
    valid_from: date | None
    valid_to: date | None
    unit_rule: str
    unit_size: Decimal | None
    unit_of: str
    add_on_to: tuple[str, ...]
    global_days: int | None
    multiple_procedure: int
    bilateral: bool
    assistant: bool
    pc_tc: bool
    age_min: int | None
    age_max: int | None
    sex: str
    places: tuple[str, ...]
    max_units: int | None
    mai: int
    authorization: bool
    referral: bool
    fee: Decimal
    facility_fee: Decimal
    charge: Decimal
    benefit: str
    level: int | None
    level_group: str

    @property
    def is_add_on(self) -> bool:
        """Whether it is only reported beside another procedure."""
        return bool(self.add_on_to)

    def is_valid_on(self, day: date) -> bool:
        """Whether the code may stand for a service of that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def units_for(self, amount: Decimal) -> int:
        """Units of a dose, size or count: a started unit counts whole (40 mg of 10 mg is 4).

        Not for minutes, which follow the rules of their own family.
        """
        if self.unit_size is None:
            return 1
        return int((amount / self.unit_size).to_integral_value(rounding=ROUND_CEILING))


@dataclass(frozen=True, kw_only=True)
class ModifierEntry:
    """A modifier. `pairs` tells whether it may separate a code pair (CMS NCCI policy manual).

    `families` are the SPC families or HCPCS letters it goes with (empty: any); `requires` names
    the property that the procedure must have (bilateral, assistant, pc_tc). `source` is hcpcs
    for a real Level II modifier, house for a mock one.
    """

    code: str
    title: str
    inclusion: str
    kind: str
    source: str
    pairs: bool
    families: tuple[str, ...]
    requires: str


@dataclass(frozen=True, kw_only=True)
class PlaceEntry:
    """A place of service; `rate` tells which fee is paid there: office or facility."""

    code: str
    title: str
    inclusion: str
    rate: str


@dataclass(frozen=True)
class Release:
    """What the book was built from, and the days for which it knows what was valid."""

    name: str
    source: str
    first_day: date
    last_day: date
