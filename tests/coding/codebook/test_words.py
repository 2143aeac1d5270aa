"""How text is cut into words, and when one is a slip for another."""

import pytest

from coding.codebook.words import american, code_key, is_one_slip, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Colles' fracture of right radius", ["colles", "fracture", "of", "right", "radius"]),
        ("Crohn's disease", ["crohn", "disease"]),
        ("Waldenström macroglobulinemia", ["waldenstrom", "macroglobulinemia"]),
        ("Index [BMI] 31.0-31.9", ["index", "bmi", "31", "0", "31", "9"]),
        ("  ", []),
    ],
)
def test_words_are_plain_and_lower_case(text, expected):
    assert words(text) == expected


def test_code_key_drops_dot_hyphen_and_case():
    assert [code_key(code) for code in ("e11.65", "OV-324", " j3301 ", "...")] == [
        "E1165",
        "OV324",
        "J3301",
        "",
    ]


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("diabtes", "diabetes", True),
        ("diabeetes", "diabetes", True),
        ("diabotes", "diabetes", True),
        ("daibetes", "diabetes", True),
        ("fracture", "fractures", True),
        ("diabetes", "diabetes", False),
        ("daibotes", "diabetes", False),
        ("dibts", "diabetes", False),
        ("ab", "ba", True),
    ],
)
def test_is_one_slip_is_one_letter_or_one_swap(typed, meant, expected):
    assert is_one_slip(typed, meant) is expected


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("anaemia", "anemia"),
        ("oesophagitis", "esophagitis"),
        ("haemorrhage", "hemorrhage"),
        ("tumour", "tumor"),
        ("gynaecological", "gynecological"),
        ("diarrhoea", "diarrhea"),
        ("counselling", "counseling"),
        ("ischaemic", "ischemic"),
    ],
)
def test_american_offers_the_spelling_of_the_book(british, expected):
    assert expected in set(american(british))
