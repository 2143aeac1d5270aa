"""Read an authored YAML document strictly.

Case files, scenario files and marking files are written by people. YAML's own guesses
(``00100`` read as 64, ``NO`` read as False) would change what they wrote, so every scalar stays
text until the reader asks for a kind: text, money, date. Whatever does not fit is refused with
the file, the line, the field and the mend.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import yaml

from coding.strict_yaml import StrictYamlError, compose

MAX_TEXT = 2000
MAX_ITEMS = 200
YEARS = range(1900, 2200)
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

T = TypeVar("T")
D = TypeVar("D")


class DocumentError(ValueError):
    """A document does not fit; ``str()`` is ``path:line: field: message`` (field may be empty)."""

    def __init__(self, *, path: str, line: int, field: str, message: str) -> None:
        self.path, self.line, self.field, self.message = path, line, field, message
        place = f"{path}:{line}: "
        super().__init__(place + (f"{field}: " if field else "") + message)


@dataclass(frozen=True, kw_only=True)
class Node:
    """One value of a document, with the place it was written.

    ``field`` is the path from the top, list items counted from one: ``claim.lines[2].units``.
    A key that is absent and a key with nothing after the colon are both *blank*; ``""`` in
    quotes is an empty text, which is something written.
    """

    path: str
    line: int
    field: str
    raw: yaml.Node
    first_line: int = 1

    def error(self, message: str) -> DocumentError:
        """Make (not raise) the error that says what is wrong here."""
        return DocumentError(path=self.path, line=self.line, field=self.field, message=message)

    # -- mappings and lists ---------------------------------------------------------------

    def mapping(self, required: Collection[str], optional: Collection[str] = ()) -> Node:
        """Check that this is a mapping with these keys and no others; give it back."""
        present = dict(self.entries())
        known = sorted({*required, *optional})
        for key, value in present.items():
            if key not in known:
                raise value.error(f"is not a known field; {nearest(key, known)}")
        for key in required:
            if key not in present:
                raise self._child(key, self.raw, line=self.line).error("is missing; add it")
        return self

    def entries(self) -> tuple[tuple[str, Node], ...]:
        """The keys of a mapping with their values, in the order written."""
        if self.is_blank:
            return ()
        if not isinstance(self.raw, yaml.MappingNode):
            raise self.error('must be a group of "key: value" lines')
        found: dict[str, Node] = {}
        for key_node, value_node in self.raw.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.error("has a key that is not plain text; write a word before the colon")
            line = self._line_of(key_node)
            child = self._child(key_node.value, value_node, line=line)
            if key_node.value in found:
                raise child.error("stands twice; keep one")
            found[key_node.value] = child
        return tuple(found.items())

    def items(self) -> tuple[Node, ...]:
        """The items of a list; a blank value is an empty list."""
        if self.is_blank:
            return ()
        if not isinstance(self.raw, yaml.SequenceNode):
            raise self.error('must be a list: "- item" lines, or [a, b]')
        return tuple(
            replace(self, field=f"{self.field}[{number}]", raw=raw, line=self._line_of(raw))
            for number, raw in enumerate(self.raw.value, 1)
        )

    def __getitem__(self, key: str) -> Node:
        """The value under a key that must be there (it may still be blank)."""
        for name, value in self.entries():
            if name == key:
                return value
        raise self._child(key, self.raw, line=self.line).error("is missing; add it")

    def get(self, key: str) -> Node | None:
        """The value under a key, or None when it is absent or blank."""
        value = dict(self.entries()).get(key)
        return None if value is None or value.is_blank else value

    def read(self, key: str, convert: Callable[[Node], T], default: D) -> T | D:
        """Convert the value under a key; the default when it is absent or blank."""
        value = self.get(key)
        return default if value is None else convert(value)

    def each(
        self, key: str, convert: Callable[[Node], T], *, limit: int = MAX_ITEMS
    ) -> tuple[T, ...]:
        """Convert each item of the list under a key, ``limit`` at most; empty when it is absent
        or blank."""
        value = self.get(key)
        if value is None:
            return ()
        items = value.items()
        if len(items) > limit:
            raise value.error(f"has more than {limit}; shorten it")
        return tuple(convert(item) for item in items)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a group of "key: value" lines."""
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.raw, yaml.SequenceNode)

    # -- single values --------------------------------------------------------------------

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written here (``key:``, ``key: ~`` or ``key: null``)."""
        raw = self.raw
        if not isinstance(raw, yaml.ScalarNode):
            return False
        return raw.style is None and raw.value in {"", "~", "null"}

    def text(self, *, limit: int = MAX_TEXT) -> str:
        """One text of at most ``limit`` characters; only ``""`` in quotes may be empty."""
        if not isinstance(self.raw, yaml.ScalarNode):
            raise self.error("must be one value, not a list or a group")
        if self.is_blank:
            raise self.error("is empty; write a value")
        if len(self.raw.value) > limit:
            raise self.error(f"is longer than {limit} characters; shorten it")
        if NOT_TEXT.search(self.raw.value):
            raise self.error("holds a character that is not text; remove it")
        return str(self.raw.value)

    def matching(self, pattern: str, *, wanted: str) -> str:
        """A text that the whole pattern fits; ``wanted`` says in words what is expected."""
        value = self.text()
        if not re.fullmatch(pattern, value, flags=re.ASCII):
            raise self.error(f"{_shown(value)} does not fit; write {wanted}")
        return value

    def choice(self, allowed: Collection[str]) -> str:
        """One of the allowed words."""
        value = self.text()
        if value not in allowed:
            words = ", ".join(allowed)
            raise self.error(f"{_shown(value)} is not one of: {words}")
        return value

    def money(self) -> Decimal:
        """An amount in dollars, from zero to what the books have room for, with two decimals."""
        wanted = 'an amount with two decimals, such as "128.47", and at most seven digits before'
        return Decimal(self.matching(r"[0-9]{1,7}\.[0-9]{2}", wanted=wanted))

    def rate(self) -> Decimal:
        """A share from 0 to 1 with at most four decimals, such as a coinsurance of 0.20."""
        wanted = 'a share from 0 to 1, such as "0.20" for 20 percent'
        return Decimal(self.matching(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?", wanted=wanted))

    def integer(self, *, minimum: int = 0, maximum: int = 999_999) -> int:
        """A whole number between two bounds, both included."""
        wanted = f"a whole number from {minimum} to {maximum}"
        value = int(self.matching(r"-?(0|[1-9][0-9]{0,11})", wanted=wanted))
        if not minimum <= value <= maximum:
            raise self.error(f"{value} is out of range; write {wanted}")
        return value

    def date(self) -> dt.date:
        """An ISO date."""
        wanted = "a date as year-month-day, such as 2026-03-10"
        value = self.matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", wanted=wanted)
        try:
            day = dt.date.fromisoformat(value)
        except ValueError as error:
            message = f"{_shown(value)} is not in the calendar; write {wanted}"
            raise self.error(message) from error
        if day.year not in YEARS:
            raise self.error(f"{_shown(value)} is out of range; write {wanted}")
        return day

    def boolean(self) -> bool:
        """The word true or false."""
        return self.choice(("true", "false")) == "true"

    # -- children -------------------------------------------------------------------------

    def _child(self, key: str, raw: yaml.Node, *, line: int) -> Node:
        field = f"{self.field}.{key}" if self.field else key
        return replace(self, field=field, raw=raw, line=line)

    def _line_of(self, raw: yaml.Node) -> int:
        return int(raw.start_mark.line) + self.first_line


def read_document(text: str, *, path: str, first_line: int = 1) -> Node:
    """Read one YAML document whose first line is line ``first_line`` of the file ``path``.

    Raises DocumentError for text that is too long or too deep, is no YAML, repeats itself by
    anchors and aliases, or names types by tags.
    """
    try:
        raw = compose(text)
    except StrictYamlError as error:
        line = error.line + first_line
        raise DocumentError(path=path, line=line, field="", message=error.message) from error
    line = int(raw.start_mark.line) + first_line
    return Node(path=path, line=line, field="", raw=raw, first_line=first_line)


def nearest(key: str, known: Collection[str]) -> str:
    """What was probably meant by a name that is not known here."""
    close = difflib.get_close_matches(key, known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(known)}"


def _shown(value: str) -> str:
    """A value quoted for a message, cut to one short line."""
    flat = " ".join(value.split())
    return f'"{flat[:40]}..."' if len(flat) > 40 else f'"{flat}"'
