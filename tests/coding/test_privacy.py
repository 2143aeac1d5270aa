"""What looks like a real person's data, and what only nearly does."""

import random
import string

import pytest
from django.conf import settings as site

from coding.npi import is_valid_npi
from coding.privacy import KINDS, looks_real
from tests.limits import cpu_limit

REAL = {
    "ssn": ["SSN 219-09-9999", "219 09 9998", "(219-09-9999)", "His number:219-09-9999."],
    "mbi": ["1EG4-TE5-MK74", "1EG4TE5MK74", "mbi 9aa9aa9aa99", "MBI: 3K22-A00-AA11"],
    "npi": ["1003000126", "NPI 1003000126.", "NPI:1003000126", "2000000002"],
    "phone": [
        "312-867-5309", "(312) 867-5309", "312.867.5309", "+1 312 867 5309", "1-312-867-5309",
        "312-555-0200",
    ],
    "email": ["ann@clinic.org", "Ann.B+c@mail.clinic.co", "mailto:ann@clinic.org"],
    "birth": [
        "DOB 04/02/1961", "D.O.B.: 4-2-61", "born on April 2, 1961", "Date of birth: 1961-04-02",
        "birthdate 2 Apr 1961", "born 4.2.1961",
    ],
}  # fmt: skip

INVENTED = [
    *("219-09-999", "219-099-9999", "000-12-3456", "666-12-3456", "912-12-3456"),
    *("219-00-1234", "219-09-0000", "219-09 9999", "x219-09-9999", "219-09-99999"),
    *("1EG4-TE5-MK73", "1SG4-TE5-MK74", "0EG4-TE5-MK74", "1EG4-TE5-MK7"),
    *("9990000017", "1234567893", "1003000127", "3003000126", "11003000126"),
    *("555-555-0142", "312-555-0199", "555-867-5309", "112-867-5309", "312-167-5309"),
    *("ann@example.com", "ann@sub.example.org", "ann@clinic.test", "ann@", "@clinic.org", "a@b"),
    *("2026-03-10", "seen 04/02/1961", "born in 1961", "born 04/02", "on 2026-03-10 the"),
    *("SBX100200301", "OV-324", "N39.0", "99999-1234", "185.00", "00000-1234-01", "REF-77"),
    *("Denied 2026-01-02, CO-197; auth A-100-22-1234", "claim 20260310-0001-2", ""),
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in REAL.items() for text in texts]
)
def test_real_data_are_told_by_their_shape(kind: str, text: str) -> None:
    assert [found.kind.name for found in looks_real(text)] == [kind]
    assert [found.kind.name for found in looks_real(f"Note\n- {text}, then")] == [kind]


@pytest.mark.parametrize("text", INVENTED)
def test_invented_data_are_let_through(text: str) -> None:
    assert looks_real(text) == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("DOB 04/02/1961", "  born: 1961-04-02"),
        ("born April 2, 1961", "seen 4/2/1961"),
        ("DOB 4-2-1961", "Date of birth 04/02/1961"),
        ("call (312) 867-5309", "tel. 312-867-5309"),
        ("NPI 1003000126", "rendering_npi: 1003000126"),
    ],
)
def test_what_stands_in_the_case_is_let_through(text: str, known: str) -> None:
    assert looks_real(text)
    assert looks_real(text, known=known) == ()
    assert looks_real(text, known="of somebody else, 1970-01-01")


def test_real_npis_are_told_by_the_check_digit() -> None:
    for number in range(1_003_000_000, 1_003_000_200):
        assert bool(looks_real(str(number))) == is_valid_npi(str(number))


def test_no_case_of_the_library_looks_real() -> None:
    for path in sorted(site.CASES_DIR.glob("*.md")):
        found = looks_real(path.read_text(encoding="utf-8"))
        assert [one for one in found if one.kind.name != "birth"] == [], path.name


@pytest.mark.parametrize(
    "unit", ["1", "a", "-", " ", ".", "1-", "a.", "a@", "(1", "a@a.", "born ", "1EG4-", "12-12-"]
)
def test_time_is_in_proportion_to_the_length(unit: str) -> None:
    with cpu_limit(10):
        looks_real(unit * (900_000 // len(unit)))


def test_nothing_at_random_looks_real_often() -> None:
    dice = random.Random(7)
    letters = string.ascii_letters + string.digits + " -./"
    texts = ["".join(dice.choices(letters, k=200)) for _ in range(500)]
    assert sum(bool(looks_real(text)) for text in texts) == 0
    assert len(KINDS) == 6
