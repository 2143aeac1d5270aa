"""Search that a coder would trust: what is typed, and the code that must be on top or near it."""

from datetime import date

import pytest

DAY = date(2026, 3, 10)

ON_TOP = {
    # abbreviations
    "htn": "I10",
    "dm2": "E11.9",
    "t2dm": "E11.9",
    "copd": "J44.9",
    "mi": "I21.9",
    "nstemi": "I21.4",
    "uti": "N39.0",
    "ckd": "N18.9",
    "chf": "I50.9",
    "gerd": "K21.9",
    "sob": "R06.02",
    "cp": "R07.9",
    "ha": "R51.9",
    "afib": "I48.91",
    "cad": "I25.10",
    "osa": "G47.33",
    "bph": "N40.0",
    "tia": "G45.9",
    "cva": "I63.9",
    "dvt": "I82.409",
    "pe": "I26.99",
    "ra": "M06.9",
    "oa": "M19.90",
    "ms": "G35.D",
    "gad": "F41.1",
    "oud": "F11.20",
    # lay words
    "heart attack": "I21.9",
    "high blood pressure": "I10",
    "sugar": "E11.9",
    "kidney stone": "N20.0",
    "flu": "J11.1",
    "strep throat": "J02.0",
    "sore throat": "J02.9",
    "nose bleed": "R04.0",
    # plain names
    "hypertension": "I10",
    "diabetes": "E11.9",
    "low back pain": "M54.50",
    "migraine": "G43.909",
    "type 2 diabetes with hyperglycemia": "E11.65",
    "hypothyroidism": "E03.9",
    "class 1 obesity": "E66.811",
    "relapsing remitting multiple sclerosis": "G35.A",
    # any order, abbreviations beside words
    "colles fracture right": "S52.531A",
    "right colles fx": "S52.531A",
    "knee pain right": "M25.561",
    "rt knee pain": "M25.561",
    "laceration right hand": "S61.411A",
    "cut rt hand": "S61.411A",
    "ckd stage 3a": "N18.31",
    "dm2 ckd": "E11.22",
    "htn heart disease": "I11.9",
    "oa right knee": "M17.11",
    "cellulitis left leg": "L03.116",
    "contact knife": "W26.0XXA",
    "right flank pain": "R10.A1",
    # prefixes while typing
    "hyperten": "I10",
    "diabet": "E11.9",
    "strep thr": "J02.0",
    # one wrong letter
    "diabtes": "E11.9",
    "hypertenson": "I10",
    "pnuemonia": "J18.9",
    "migrane": "G43.909",
    "lacaration right hand": "S61.411A",
    "asthmma": "J45.909",
    # British spelling
    "anaemia": "D64.9",
    "diarrhoea": "R19.7",
    "haemorrhoids": "K64.9",
    "oesophagitis": "K20.90",
    # codes
    "E11.65": "E11.65",
    "e1165": "E11.65",
    "s52531a": "S52.531A",
    "E11": "E11",
    "E11 hyperglycemia": "E11.65",
    # procedures
    "OV-324": "OV-324",
    "ov-32": "OV-324",
    "J3301": "J3301",
    "kenalog": "J3301",
    "a1c": "LB-110",
    "rapid strep": "LB-515",
    "mri brain": "IM-314",
    "knee injection": "MS-210",
    "natalizumab": "J2323",
    "glucose strips": "A4253",
    "flu vaccine administration": "G0008",
}


@pytest.mark.parametrize(("typed", "expected"), ON_TOP.items())
def test_search_has_the_answer_on_top(book, typed, expected):
    assert [entry.code for entry in book.search(typed, on=DAY, limit=1)] == [expected]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fracure", "fracture"),
        ("fx", "fracture"),
        ("hy", "hy"),
        ("cancer lung", "lung"),
    ],
)
def test_search_finds_only_titles_that_have_the_word(book, typed, expected):
    found = book.search(typed, on=DAY, system="icd10cm", limit=10)
    assert len(found) == 10
    assert all(expected in entry.title.lower() for entry in found)


def test_search_puts_the_initial_encounter_before_later_ones(book):
    found = [entry.code for entry in book.search("colles fracture right", on=DAY, limit=3)]
    assert found == ["S52.531A", "S52.531D", "S52.531S"]


def test_search_puts_billable_before_headers(book):
    found = [entry.billable for entry in book.search("streptococcal", on=DAY, limit=60)]
    assert found == sorted(found, reverse=True)


def test_search_follows_the_day(book):
    before = book.search("multiple sclerosis", on=date(2025, 9, 30), limit=1)
    assert [entry.code for entry in before] == ["G35"]
    codes = [entry.code for entry in book.search("G35", on=DAY)]
    ends = ("A", "B0", "B1", "B2", "C0", "C1", "C2", "D", "B", "C")
    assert codes == ["G35", *(f"G35.{end}" for end in ends)]


def test_search_keeps_to_its_system_and_limit(book):
    found = book.search("office", on=DAY, system="spc", limit=5)
    assert [(entry.system, entry.code[:2]) for entry in found] == [("spc", "OV")] * 5


def test_search_by_the_start_of_a_code_lists_the_codes_in_order(book):
    found = [entry.code for entry in book.search("N18", on=DAY, limit=9)]
    assert found == [
        "N18",
        "N18.1",
        "N18.2",
        "N18.30",
        "N18.31",
        "N18.32",
        "N18.4",
        "N18.5",
        "N18.6",
    ]


def test_search_falls_back_to_most_of_the_words(book):
    found = [entry.code for entry in book.search("ankle fx right trimalleolar", on=DAY, limit=1)]
    assert found == ["S82.851A"]


def test_a_word_that_has_only_begun_does_not_spoil_the_others(book):
    assert book.search("kidney q", on=DAY) == book.search("kidney", on=DAY)
    assert book.search("vitamin d", on=DAY)[0].title == "Vitamin D", "a letter may be a word"


@pytest.mark.parametrize(
    "typed", ["", "  ", "'", '"', "*", "...", "💊", "qwertyuiop", "x" * 5000, "%", "\x00"]
)
def test_search_of_nonsense_finds_nothing(book, typed):
    assert book.search(typed, on=DAY) == ()


def test_search_gives_each_code_once(book):
    found = [entry.code for entry in book.search("right wrist", on=DAY, limit=100)]
    assert len(found) == len(set(found)) == 100
