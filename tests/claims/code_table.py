"""A small code set in memory, for tests that need no built codebook."""

from dataclasses import dataclass
from datetime import date

ALWAYS = date(2000, 1, 1)


@dataclass(frozen=True)
class Row:
    system: str
    code: str
    title: str
    billable: bool = True
    valid_from: date = ALWAYS
    valid_to: date | None = None

    def is_valid_on(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Detail:
    entry: Row
    parents: tuple[Row, ...]
    children: tuple[Row, ...]


class CodeTable:
    """Rows found by system and code; the parent of a code is the longest head of it."""

    def __init__(self, rows):
        self.rows = tuple(rows)

    def find(self, code, *, on, system=None):
        wanted = code.replace(".", "").upper()
        hits = [
            row
            for row in self.rows
            if row.code.replace(".", "").upper() == wanted and system in {None, row.system}
        ]
        valid = [row for row in hits if row.is_valid_on(on)]
        return (valid or hits or [None])[-1]

    def detail(self, code, *, on, system=None):
        entry = self.find(code, on=on, system=system)
        if entry is None:
            return None
        family = [row for row in self.rows if row.system == entry.system]
        parents = tuple(
            sorted(
                (row for row in family if entry.code.startswith(row.code) and row != entry),
                key=lambda row: len(row.code),
            )
        )
        children = tuple(row for row in family if row.code.startswith(entry.code) and row != entry)
        return Detail(entry, parents, children)


def dx(code, title, **more):
    return Row("icd10cm", code, title, **more)


OCTOBER = date(2025, 10, 1)

DIAGNOSES = (
    dx("E11", "Type 2 diabetes mellitus", billable=False),
    dx("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease"),
    dx("E11.65", "Type 2 diabetes mellitus with hyperglycemia"),
    dx("E11.9", "Type 2 diabetes mellitus without complications"),
    dx("E10.9", "Type 1 diabetes mellitus without complications"),
    dx("I10", "Essential (primary) hypertension"),
    dx("N18.31", "Chronic kidney disease, stage 3a"),
    dx("N39.0", "Urinary tract infection, site not specified"),
    dx("B96.20", "Unspecified Escherichia coli as the cause of diseases classified elsewhere"),
    dx("R30.0", "Dysuria"),
    dx("J02.0", "Streptococcal pharyngitis"),
    dx("G35", "Multiple sclerosis", valid_to=date(2025, 9, 30)),
    dx("G35.A", "Relapsing-remitting multiple sclerosis", valid_from=OCTOBER),
    dx("H66.0", "Acute suppurative otitis media", billable=False),
    dx("H66.001", "Acute suppurative otitis media without rupture of ear drum, right ear"),
    dx("H66.009", "Acute suppurative otitis media without rupture of ear drum, unspecified ear"),
    dx("M17.11", "Unilateral primary osteoarthritis, right knee"),
    dx("M17.12", "Unilateral primary osteoarthritis, left knee"),
    dx("N40.1", "Benign prostatic hyperplasia with lower urinary tract symptoms"),
    dx("S61.411A", "Laceration without foreign body of right hand, initial encounter"),
    dx("W26.0XXA", "Contact with knife, initial encounter"),
    dx("Z00.129", "Encounter for routine child health examination without abnormal findings"),
    dx("Z34.02", "Encounter for supervision of normal first pregnancy, second trimester"),
    dx("Z68.31", "Body mass index [BMI] 31.0-31.9, adult"),
)
PROCEDURES = (
    Row("spc", "OV-324", "Office visit, established patient, low intensity"),
    Row("spc", "OV-334", "Office visit, established patient, middle intensity"),
    Row("spc", "OV-624", "Office visit, new patient, low intensity"),
    Row("spc", "LB-110", "Glycated haemoglobin (A1c)"),
    Row("spc", "LB-422", "Urine culture with colony count"),
    Row("spc", "MS-210", "Injection of a large joint"),
    Row("spc", "PT-351", "Hot or cold packs", valid_to=date(2025, 12, 31)),
    Row("hcpcs", "J3301", "Injection, triamcinolone acetonide, per 10 mg"),
)
KNOWN_MODIFIERS = ("LT", "RT", "XE", "XS", "XP", "XU", "GA", "GY", "GZ", "TC", "AS", "PT")
HOUSE_MODIFIERS = ("Z1", "Z2", "Z4", "Z5", "Z6", "Z7", "Z8", "Z9")
MODIFIERS = (
    *(Row("modifier", code, code) for code in (*KNOWN_MODIFIERS, *HOUSE_MODIFIERS)),
    Row("modifier", "ZZ", "retired", valid_to=date(2025, 12, 31)),
)
PLACES = tuple(Row("pos", code, code) for code in ("02", "10", "11", "20", "21", "22", "23", "24"))

CODES = CodeTable((*DIAGNOSES, *PROCEDURES, *MODIFIERS, *PLACES))
