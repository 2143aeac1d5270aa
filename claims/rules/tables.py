"""Curated tables over ICD-10-CM codes. A prefix stands for its category.

They hold what can be said of the codes alone. The tabular list's own notes are prose with ranges
and dashes; a machine that obeys them word for word cries wolf on most claims, so what the
scrubber and the payer act on is written out here, each row with its source.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Demographic:
    """Diagnoses that fit one sex only, or only some ages (full years, both included)."""

    prefixes: tuple[str, ...]
    sex: str = ""
    age_min: int = 0
    age_max: int = 200


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A diagnosis that the tabular list wants in company.

    ``needs`` are the partners, any one of which will do; ``beside`` limits the row to claims that
    also carry one of these.
    """

    prefixes: tuple[str, ...]
    needs: tuple[str, ...]
    why: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Integral:
    """Symptoms that are part of a definitive diagnosis."""

    symptoms: tuple[str, ...]
    diagnoses: tuple[str, ...]


# House table, after the idea of the age and sex conflict lists of CMS's Medicare Code Editor.
DEMOGRAPHICS = (
    Demographic(prefixes=("O", "Z33", "Z34", "Z36", "Z3A", "Z39"), sex="F", age_min=9, age_max=64),
    Demographic(prefixes=("Z37",), sex="F"),
    Demographic(prefixes=("C51", "C52", "C53", "C54", "C55", "C56", "C57", "C58"), sex="F"),
    Demographic(prefixes=("D06", "D25", "D26", "D27", "D28", "E28"), sex="F"),
    Demographic(prefixes=("N70", "N71", "N72", "N73", "N75", "N76", "N77"), sex="F"),
    Demographic(prefixes=("N80", "N81", "N83", "N84", "N85", "N86", "N87", "N88", "N89"), sex="F"),
    Demographic(prefixes=("N90", "N91", "N92", "N93", "N94", "N95", "N96", "N97"), sex="F"),
    Demographic(prefixes=("Z01.4", "Z12.4", "Z30.43"), sex="F"),
    Demographic(prefixes=("C60", "C61", "C62", "C63", "D29", "D40"), sex="M"),
    Demographic(prefixes=("N40", "N41", "N42", "N43", "N44", "N45", "N46", "N47"), sex="M"),
    Demographic(prefixes=("N48", "N49", "N50", "N51", "N52", "N53", "Z12.5"), sex="M"),
    Demographic(prefixes=("Z00.11", "Z38"), age_max=0),
    Demographic(prefixes=("Z00.12",), age_max=17),
    Demographic(prefixes=("Z00.00", "Z00.01"), age_min=15),
)

# Instructional notes of the tabular list and the Official Guidelines sections named.
COMPANIONS = (
    Companion(
        prefixes=("N18",),
        needs=("I12", "I13"),
        beside=("I10", "I11", "I15"),
        why="high blood pressure with chronic kidney disease is coded together (I.C.9.a.2)",
    ),
    Companion(
        prefixes=("N18",),
        needs=("E08.22", "E09.22", "E10.22", "E11.22", "E13.22"),
        beside=("E08", "E09", "E10", "E11", "E13"),
        why="diabetes with chronic kidney disease is presumed linked (I.A.15)",
    ),
    Companion(
        prefixes=("I12", "I13"),
        needs=("N18",),
        why="the stage of the kidney disease is coded too (I.C.9.a.2)",
    ),
    Companion(
        prefixes=("E08.22", "E09.22", "E10.22", "E11.22", "E13.22"),
        needs=("N18",),
        why="the stage of the kidney disease is coded too",
    ),
    Companion(
        prefixes=("I11.0", "I13.0", "I13.2"),
        needs=("I50",),
        why="the type of the heart failure is coded too (I.C.9.a.1, I.C.9.a.3)",
    ),
    Companion(
        prefixes=("E08.621", "E09.621", "E10.621", "E11.621", "E13.621"),
        needs=("L97",),
        why="the place and depth of the ulcer are coded too",
    ),
    Companion(
        prefixes=("E66.811", "E66.812", "E66.813"),
        needs=("Z68",),
        why="the body mass index is coded too",
    ),
    Companion(
        prefixes=("Z68",),
        needs=("E66", "E43", "E44", "E46", "R63", "E40", "E41", "E45", "F50", "R62", "E88", "O"),
        why="the body mass index goes with a weight diagnosis (I.B.14)",
    ),
    Companion(
        prefixes=("N39.0",),
        needs=("B95", "B96", "B97"),
        why="the organism is coded too when the culture names it",
    ),
    Companion(
        prefixes=("Z51.11",),
        needs=("C", "D0", "D37", "D38", "D39", "D4"),
        why="the cancer that is treated is coded second (I.C.2.e.2)",
    ),
    Companion(
        prefixes=("O80",),
        needs=("Z37",),
        why="the outcome of the delivery is coded too (I.C.15.n)",
    ),
    Companion(
        prefixes=("N40.1",),
        needs=("R35", "R39", "N13", "R33", "N39.4"),
        why="the urinary symptoms are coded too",
    ),
    Companion(
        prefixes=("B95", "B96", "B97"),
        needs=("A", "G", "H", "I", "J", "K", "L", "M", "N", "O", "R", "T", "E"),
        why="an organism code goes with the disease that it causes",
    ),
)

# ICD-10-CM Official Guidelines I.B.5: signs and symptoms integral to a disease are not added.
INTEGRAL = (
    Integral(symptoms=("R07.0", "R50.9"), diagnoses=("J02.0", "J03.0")),
    Integral(symptoms=("R05", "R50.9", "R06.02"), diagnoses=("J12", "J13", "J15", "J18", "J20")),
    Integral(symptoms=("R05", "R06.02", "R06.2"), diagnoses=("J44", "J45")),
    Integral(symptoms=("R30", "R35", "R50.9"), diagnoses=("N39.0", "N30", "N10")),
    Integral(symptoms=("H92.0", "R50.9"), diagnoses=("H65", "H66")),
    Integral(symptoms=("R51.9", "R11"), diagnoses=("G43",)),
    Integral(symptoms=("M25.5", "M25.6"), diagnoses=("M16", "M17", "M19", "S83", "S93", "S52")),
    Integral(symptoms=("M54.3",), diagnoses=("M54.4",)),
    Integral(symptoms=("R07", "R06.02"), diagnoses=("I21", "I20")),
    Integral(symptoms=("R10", "R11"), diagnoses=("K35", "K80", "K81", "N20")),
    Integral(symptoms=("R53.83", "R06.02"), diagnoses=("D50",)),
    Integral(symptoms=("R73", "R35"), diagnoses=("E10", "E11", "E13")),
    Integral(symptoms=("R20", "M79.6"), diagnoses=("G56.0",)),
)
