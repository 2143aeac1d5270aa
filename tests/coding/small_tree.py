"""A codebook of a few codes, so that pure tests need no built file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DAY = date(2026, 3, 10)

TITLES = {
    "A00-B99": "Infections",
    "B95-B97": "Organisms",
    "B96.20": "Unspecified Escherichia coli as the cause of diseases classified elsewhere",
    "E11": "Type 2 diabetes mellitus",
    "E11.22": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    "E11.65": "Type 2 diabetes mellitus with hyperglycemia",
    "E11.9": "Type 2 diabetes mellitus without complications",
    "E10.9": "Type 1 diabetes mellitus without complications",
    "F02.80": "Dementia in diseases classified elsewhere, unspecified severity",
    "I10": "Essential hypertension",
    "I12.9": "Hypertensive chronic kidney disease",
    "J02.0": "Streptococcal pharyngitis",
    "J02.9": "Acute pharyngitis, unspecified",
    "M17.11": "Unilateral primary osteoarthritis, right knee",
    "M17.12": "Unilateral primary osteoarthritis, left knee",
    "M17.10": "Unilateral primary osteoarthritis, unspecified knee",
    "M25.531": "Pain in right wrist",
    "N18.30": "Chronic kidney disease, stage 3 unspecified",
    "N18.31": "Chronic kidney disease, stage 3a",
    "N39.0": "Urinary tract infection, site not specified",
    "R05.1": "Acute cough",
    "R07.9": "Chest pain, unspecified",
    "S52.531A": "Colles' fracture of right radius, initial encounter for closed fracture",
    "S52.531D": "Colles' fracture of right radius, subsequent encounter, routine healing",
    "S52.532A": "Colles' fracture of left radius, initial encounter for closed fracture",
    "S61.411A": "Laceration without foreign body of right hand, initial encounter",
    "S61.412A": "Laceration without foreign body of left hand, initial encounter",
    "W01.0XXA": "Fall on same level, initial encounter",
    "Z79.4": "Long term use of insulin",
    "Z79.84": "Long term use of oral drugs",
    "Z87.440": "Personal history of urinary infections",
    "G35": "Multiple sclerosis",
}
BLOCKS = dict(
    row.split()
    for row in (
        *("B96 B95-B97", "E10 E08-E13", "E11 E08-E13", "F02 F01-F09", "G35 G35-G37"),
        *("I10 I10-I1A", "I12 I10-I1A", "I21 I20-I25", "J02 J00-J06", "M17 M15-M19"),
        *("M25 M20-M25", "N18 N17-N19", "N39 N30-N39", "R05 R00-R09", "R07 R00-R09"),
        *("S52 S50-S59", "S61 S60-S69", "W01 W00-W19", "Z79 Z77-Z99", "Z87 Z77-Z99"),
    )
)
NOTES = {
    "N39.0": {"use_additional": ("code (B95-B97), to identify infectious agent.",)},
    "I12.9": {"use_additional": ("code to identify the stage (N18.1-N18.4, N18.9)",)},
    "E11.22": {"use_additional": ("code to identify stage (N18.1-N18.6)", "drugs (Z79.84)")},
    "F02.80": {"code_first": ("the underlying condition, such as: Parkinson's disease (G20.-)",)},
}


@dataclass(frozen=True)
class Row:
    """One code."""

    code: str
    title: str
    billable: bool = True
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.valid_to is None or day <= self.valid_to


@dataclass(frozen=True)
class Service:
    """One procedure."""

    code: str
    family: str
    level: int | None = None
    level_group: str = ""
    unit_rule: str = "each"
    add_on_to: tuple[str, ...] = ()
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force."""
        return self.valid_to is None or day <= self.valid_to


@dataclass(frozen=True)
class Detail:
    """A code's notes."""

    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SERVICES = {
    service.code: service
    for service in (
        *(Service(f"OV-3{n}4", "OV", level=n, level_group="OV-3x4") for n in range(1, 6)),
        *(Service(f"OV-6{n}4", "OV", level=n, level_group="OV-6x4") for n in range(1, 6)),
        Service("LB-110", "LB"),
        Service("LB-230", "LB"),
        Service("MS-210", "MS"),
        Service("MS-211", "MS", add_on_to=("MS-205",)),
        Service("SK-100", "SK", valid_to=date(2025, 12, 31)),
        Service("J3301", "J", unit_rule="dose"),
    )
}
MODIFIERS = {"Z5": "Separate visit", "RT": "Right", "LT": "Left", "XS": "Separate structure"}
HEADERS = {"E11"}
RETIRED = {"G35": date(2025, 9, 30)}


class SmallTree:
    """Answers like a codebook, from the tables above."""

    def find(self, code: str, *, on: date, system: str | None = None) -> Row | None:
        """The row of a code."""
        if system in {None, "icd10cm"} and code in TITLES:
            return Row(code, TITLES[code], code not in HEADERS, RETIRED.get(code))
        if system in {None, "modifier"} and code in MODIFIERS:
            return Row(code, MODIFIERS[code])
        if system is None and code in SERVICES:
            return Row(code, f"Service {code}", valid_to=SERVICES[code].valid_to)
        return None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The block and a chapter, for a category."""
        block = BLOCKS.get(code[:3])
        return (block, "chapter") if block else ()

    def detail(self, code: str, *, on: date) -> Detail | None:
        """The notes of a code."""
        return Detail(NOTES.get(code, {})) if code in TITLES else None

    def procedure(self, code: str, *, on: date) -> Service | None:
        """The attributes of a procedure."""
        return SERVICES.get(code)


TREE = SmallTree()
