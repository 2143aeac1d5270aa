"""The trade's words, and that templates ask only for words that exist."""

import re
from pathlib import Path

import pytest

from coding.glossary import TERMS, terms

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"""{% term "([^"]+)\"""")


def test_terms_are_in_alphabetical_order():
    assert [term.name for term in terms()] == sorted(TERMS, key=str.lower)


def test_term_anchor_has_no_spaces():
    assert next(term.anchor for term in terms() if term.name == "clean claim") == "clean-claim"


@pytest.mark.parametrize("room", ["sandbox", "claims", "coding"])
def test_templates_ask_only_for_known_terms(room):
    pages = (ROOT / room).rglob("*.html")
    asked = {word for page in pages for word in ASKED.findall(page.read_text(encoding="utf-8"))}
    assert asked - TERMS.keys() == set()
