"""Notes: passages with exact offsets, and safe HTML with highlights."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.notes import Highlight, locate, locate_all, passages, render

NOTE = """## Chief complaint
Burning with urination
for 3 days. Seen by Dr. Vale.

## Results
- Temp 37.1
- Abdomen soft,
  no rebound

| Test | Result |
|------|--------|
| Urine culture | E. coli |
| Nitrite |  |
"""


def texts(note: str) -> list[str]:
    return [passage.text for passage in passages(note)]


def test_passages_are_sentences_items_and_cells():
    assert texts(NOTE) == [
        "Burning with urination\nfor 3 days.",
        "Seen by Dr. Vale.",
        "Temp 37.1",
        "Abdomen soft,\n  no rebound",
        "Urine culture",
        "E. coli",
        "Nitrite",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Takes cephalexin 500 mg b.i.d. with food for 7.5 days.",
        "Seen by Dr. Vale vs. Mr. Moon, approx. 10 minutes.",
        "Culture grew E. coli and S. aureus.",
        "See e.g. Fig. 2 of the report.",
        "A1c 8.9 % (was 7.1).",
    ],
)
def test_passages_keep_abbreviations_and_decimals_together(sentence):
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Takes it b.i.d. Denies fever.", ["Takes it b.i.d.", "Denies fever."]),
        ("Better? Yes! 2 doses left.", ["Better?", "Yes!", "2 doses left."]),
        ('She said "it hurts." Then left.', ['She said "it hurts."', "Then left."]),
        ("", []),
        ("\n\n  \n", []),
    ],
)
def test_passages_part_where_a_sentence_ends(note, expected):
    assert texts(note) == expected


@given(st.text("aB. -|#\n1", max_size=80))
def test_passages_are_stretches_of_the_source_in_order(note):
    found = passages(note)
    assert [note[item.start : item.end] for item in found] == [item.text for item in found]
    ends = [0, *(item.end for item in found)]
    assert all(end <= item.start for end, item in zip(ends, found, strict=False))


def test_render_moves_headings_down_and_numbers_passages():
    assert render("## Plan\nRest. Fluids.") == (
        "<h3>Plan</h3>\n"
        '<p><span class="passage" id="p1" data-start="8" data-end="13">Rest.</span> '
        '<span class="passage" id="p2" data-start="14" data-end="21">Fluids.</span></p>'
    )


def test_render_draws_tables_with_column_heads():
    drawn = render(NOTE)
    assert '<th scope="col">Result</th>' in drawn
    assert '<td><span class="passage" id="p6"' in drawn
    assert "<td></td>" in drawn


def test_render_marks_a_highlight_within_each_passage_it_crosses():
    note = "Has fever. Has cough."
    assert render(note, [Highlight(4, 14, "R50.9", "diagnosis")]) == (
        '<p><span class="passage" id="p1" data-start="0" data-end="10">Has '
        '<mark class="evidence" data-label="R50.9" data-kind="diagnosis">fever.</mark></span> '
        '<span class="passage" id="p2" data-start="11" data-end="21">'
        '<mark class="evidence" data-label="R50.9" data-kind="diagnosis">Has</mark> cough.'
        "</span></p>"
    )


def test_render_joins_labels_where_highlights_overlap():
    drawn = render("Has fever", [Highlight(0, 9, "A", "key"), Highlight(4, 9, "B", "diagnosis")])
    assert re.findall(r'data-label="(.*?)" data-kind="(.*?)">(.*?)</mark>', drawn) == [
        ("A", "key", "Has "),
        ("A, B", "key diagnosis", "fever"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1)) **bold** `code`",
        '<img src=x onerror="alert(1)">',
        "a & b < c > d \"e\" 'f'",
        "1. one",
        "> quote",
    ],
)
def test_render_shows_markup_as_the_words_it_is(text):
    drawn = render(text, [Highlight(0, 5, '"><script>', '"><b>')])
    assert set(re.findall(r"</?([a-z0-9]+)", drawn)) == {"p", "span", "mark"}
    shown = re.sub(r"<[^>]*>", "", drawn)
    assert unescape(shown) == text


@given(st.lists(st.text("ab <>&\"'*_`[]()!1.", min_size=1, max_size=20), max_size=5))
def test_render_loses_no_words(lines):
    note = "\n\n".join(lines)
    shown = unescape(re.sub(r"<[^>]*>", "", render(note)))
    assert all(passage.text in shown for passage in passages(note))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("urination for 3 days", (32, 52)),
        ("soft, no  rebound", (106, 124)),
        ("Burning", (19, 26)),
        ("burning", None),
        ("Burn", None),
        ("", None),
        ("E. coli", (180, 187)),
    ],
)
def test_locate_minds_words_but_not_line_wraps(quote, expected):
    assert locate(NOTE, quote) == expected


def test_locate_all_finds_every_place():
    assert locate_all("fever, no fever; feverish", "fever") == ((0, 5), (10, 15))
