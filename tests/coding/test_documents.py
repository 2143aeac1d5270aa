"""Reading authored YAML: what is written is what is read, and what does not fit says where."""

from datetime import date
from decimal import Decimal

import pytest

from coding.documents import DocumentError, Node, read_document


def node(text: str, first_line: int = 1) -> Node:
    return read_document(text, path="x.yaml", first_line=first_line)


def refusal(text: str, read=lambda top: top) -> str:
    with pytest.raises(DocumentError) as caught:
        read(node(text))
    return str(caught.value)


def test_read_keeps_text_as_written():
    top = node("code: 00100\nanswer: NO\nday: 2026-03-10\nempty:\nquoted: ''\n")
    assert top["code"].text() == "00100"
    assert top["answer"].text() == "NO"
    assert top["day"].date() == date(2026, 3, 10)
    assert top.get("empty") is None
    assert top["quoted"].text() == ""


def test_read_converts_each_kind():
    top = node("fee: '128.47'\nshare: 0.20\nunits: 12\nyes: true\nword: b\nlist: [1, 2]\n")
    assert top["fee"].money() == Decimal("128.47")
    assert top["share"].rate() == Decimal("0.20")
    assert top["units"].integer() == 12
    assert top["yes"].boolean() is True
    assert top["word"].choice(("a", "b")) == "b"
    assert top.each("list", Node.integer) == (1, 2)


def test_read_gives_defaults_for_absent_and_blank():
    top = node("here: 3\nblank:\n")
    assert top.read("here", Node.integer, 1) == 3
    assert top.read("blank", Node.integer, 1) == 1
    assert top.read("absent", Node.integer, 1) == 1
    assert top.each("blank", Node.text) == ()


def test_lines_count_from_the_first_line_of_the_file():
    top = node("a:\n  - {b: 1}\n  - b: 2\n", first_line=5)
    second = top["a"].items()[1]
    assert (second.field, second.line) == ("a[2]", 7)
    assert (second["b"].field, second["b"].line) == ("a[2].b", 7)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.yaml:1: the file is empty"),
        ("- a\n", 'x.yaml:1: must be a group of "key: value" lines'),
        ("a: 1\nbb: 2\n", 'x.yaml:2: bb: is not a known field; did you mean "b"?'),
        ("a: 1\nqqq: 2\n", "x.yaml:2: qqq: is not a known field; known here: a, b"),
        ("b: 1\n", "x.yaml:1: a: is missing; add it"),
        ("a: 1\na: 2\n", "x.yaml:2: a: stands twice; keep one"),
        ("a: &x 1\nb: *x\n", "x.yaml:1: anchors (&) and aliases (*) are refused; write the value"),
        ("a: !!int 1\n", "x.yaml:1: tags (!) are refused; put the value in quotes"),
        ("a: 1\n---\nb: 1\n", "x.yaml:2: holds more than one document; keep one"),
        ("a: [1, 2\n", "x.yaml:2: while parsing a flow sequence"),
        ("a: 1\n\tb: 2\n", "x.yaml:2: while scanning for the next token"),
        ("a: \x07\n", "x.yaml:1: holds a character that is not text; remove it"),
        ('a: "\\U7FFFFFFF"\n', "x.yaml:1: holds an escape that is no character"),
        ("[" * 100, "x.yaml:1: nested deeper than 20 levels; flatten it"),
        ("a: " + "x" * 300_000, "x.yaml:1: the file is larger than 256 KiB; split or shorten it"),
    ],
)
def test_read_refuses_what_is_no_document(text, message):
    assert refusal(text, lambda top: top.mapping(("a",), ("b",))).startswith(message)


@pytest.mark.parametrize(
    ("value", "read", "message"),
    [
        ("1.5", Node.money, '"1.5" does not fit; write an amount with two decimals'),
        ("-1.00", Node.money, '"-1.00" does not fit; write an amount with two decimals'),
        ("12345678.00", Node.money, '"12345678.00" does not fit; write an amount with two'),
        ("NaN", Node.money, '"NaN" does not fit'),
        ("1.2", Node.rate, '"1.2" does not fit; write a share from 0 to 1'),
        ("07", Node.integer, '"07" does not fit; write a whole number'),
        ("٣", Node.integer, '"٣" does not fit; write a whole number'),
        ("-1", Node.integer, "-1 is out of range; write a whole number from 0 to 999999"),
        ("2026-02-30", Node.date, '"2026-02-30" is not in the calendar'),
        ("1899-12-31", Node.date, '"1899-12-31" is out of range; write a date'),
        ("2200-01-01", Node.date, '"2200-01-01" is out of range; write a date'),
        ("20260301", Node.date, '"20260301" does not fit; write a date as year-month-day'),
        ("yes", Node.boolean, '"yes" is not one of: true, false'),
        ("[1]", Node.text, "must be one value, not a list or a group"),
        ("", Node.text, "is empty; write a value"),
        ("y" * 2001, Node.text, "is longer than 2000 characters; shorten it"),
        ('"\\0"', Node.text, "holds a character that is not text; remove it"),
        ("1", Node.items, "must be a list"),
    ],
)
def test_value_refused_says_place_and_mend(value, read, message):
    said = refusal(f"b: 0\na: {value}\n", lambda top: read(top["a"]))
    assert said.startswith(f"x.yaml:2: a: {message}")


def test_list_that_is_too_long_is_refused():
    text = f"a: {list(range(201))}\n"
    said = refusal(text, lambda top: top.each("a", Node.text))
    assert said == "x.yaml:1: a: has more than 200; shorten it"
    said = refusal("a: [1, 2]\n", lambda top: top.each("a", Node.text, limit=1))
    assert said == "x.yaml:1: a: has more than 1; shorten it"
