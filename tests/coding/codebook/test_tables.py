"""The tables of fixtures/codes: what may stand in them, and what never may."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from coding.codebook.query import telling
from coding.codebook.tables import FILES, procedure_entry, read_table
from coding.codebook.words import words

CODES = Path(settings.CODES_DIR)
SPC = re.compile(r"[A-Z]{2}-\d{3}")
HCPCS = re.compile(r"[ABCEGHJKLMPQSTUV]\d{4}")
FAMILIES = {
    *("OV", "PV", "ED", "HV", "BH", "AN", "SK", "MS"),
    *("EN", "EY", "OB", "RX", "IM", "LB", "PT", "VA"),
}
BENEFITS = {
    *("visit", "lab", "imaging", "procedure", "drug"),
    *("therapy", "preventive", "behavioral", "supply"),
}
TABLES = {system: read_table(CODES / name) for system, name in FILES.items()}
PROCEDURES = [
    procedure_entry(system, cells) for system in ("spc", "hcpcs") for cells in TABLES[system]
]
BY_CODE = {procedure.code: procedure for procedure in PROCEDURES}


def test_procedure_codes_have_the_shape_of_their_system():
    assert [row["code"] for row in TABLES["spc"] if not SPC.fullmatch(row["code"])] == []
    assert [row["code"] for row in TABLES["hcpcs"] if not HCPCS.fullmatch(row["code"])] == []


def test_codes_are_there_once_and_enough_of_them():
    sizes = {system: len({row["code"] for row in rows}) for system, rows in TABLES.items()}
    assert sizes == {system: len(rows) for system, rows in TABLES.items()}
    assert sizes["spc"] >= 160
    assert sizes["hcpcs"] >= 85
    assert sizes["pos"] >= 18


def test_every_spc_family_has_codes():
    counted = Counter(row["family"] for row in TABLES["spc"])
    assert sorted(counted) == sorted(FAMILIES)
    assert all(row["code"].startswith(row["family"]) for row in TABLES["spc"])


@pytest.mark.parametrize("name", sorted(path.name for path in CODES.glob("*.csv")))
def test_no_table_has_a_five_digit_code_or_a_dental_code(name):
    text = (CODES / name).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\d.])\d{5}(?![\d])(?! units)", text.replace("100000 units", "")) == []
    assert re.findall(r"\bCPT\b|Current Procedural", text) == []
    if not name.startswith("icd10cm"):
        assert re.findall(r"\bD\d{4}\b", text) == []


def test_modifiers_are_two_characters_and_none_is_all_digits():
    found = [row["code"] for row in TABLES["modifier"]]
    assert [code for code in found if not re.fullmatch(r"[A-Z][A-Z0-9]", code)] == []
    house = [row["code"] for row in TABLES["modifier"] if row["source"] == "house"]
    assert house == [f"Z{digit}" for digit in range(10)]


def test_visits_that_must_exist_are_there():
    wanted = [f"OV-{who}{level}{basis}" for who in "36" for level in "12345" for basis in "48"]
    assert [code for code in wanted if code not in BY_CODE] == []
    fixed = {code: (BY_CODE[code].fee, BY_CODE[code].charge) for code in ("OV-324", "LB-110")}
    assert fixed == {
        "OV-324": (Decimal("128.47"), Decimal("185.00")),
        "LB-110": (Decimal("18.20"), Decimal("42.00")),
    }


def test_attributes_are_within_their_kinds():
    places = {row["code"] for row in TABLES["pos"]}
    for one in PROCEDURES:
        assert one.benefit in BENEFITS, one.code
        assert one.unit_rule in {"each", "minutes", "dose", "size", "count"}, one.code
        assert (one.unit_size is None) == (one.unit_rule == "each"), one.code
        assert one.global_days in {None, 0, 10, 90}, one.code
        assert one.multiple_procedure in {0, 2}, one.code
        assert one.mai in {1, 2, 3}, one.code
        assert one.sex in {"", "F", "M"}, one.code
        assert set(one.places) <= places, one.code
        assert set(one.add_on_to) <= set(BY_CODE), one.code
        assert (one.level is None) == (one.level_group == ""), one.code


def test_prices_are_positive_and_the_charge_is_above_the_fee():
    wrong = [
        one.code
        for one in PROCEDURES
        if not Decimal(0) < one.facility_fee <= one.fee < one.charge <= one.fee * 3
    ]
    assert wrong == []


def test_levels_of_a_group_differ():
    pairs = Counter((one.level_group, one.level) for one in PROCEDURES if one.level_group)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_home_video_visits_are_only_for_telehealth_places():
    video = [one for one in PROCEDURES if one.code[:4] in {"OV-7", "OV-9"}]
    assert {one.places for one in video} == {("02", "10")}
    assert all("10" not in BY_CODE[f"OV-3{level}4"].places for level in range(1, 6))


def test_abbreviations_are_enough_and_do_not_collide():
    rows = read_table(CODES / "abbreviations.csv")
    terms = Counter(tuple(telling(words(row["term"]))) for row in rows)
    assert [term for term, count in terms.items() if count > 1 or not term] == []
    assert len(rows) >= 150
    assert [row["term"] for row in rows if not row["means"] and not row["codes"]] == []


def test_abbreviations_answer_with_codes_that_could_be_billed(book):
    days = (date(2026, 3, 10), date(2025, 9, 30))
    wrong = []
    for row in read_table(CODES / "abbreviations.csv"):
        for code in filter(None, row["codes"].split(";")):
            found = [book.find(code, on=day) for day in days]
            if not any(
                one and one.billable and one.is_valid_on(on)
                for one, on in zip(found, days, strict=True)
            ):
                wrong.append((row["term"], code))
    assert wrong == []
