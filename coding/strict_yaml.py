"""The part of YAML that authored files may use: mappings, lists and plain text, nothing else."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import BaseResolver

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
READER: Any = getattr(getattr(yaml, "cyaml", None), "CParser", yaml.BaseLoader)
"""libyaml's, where PyYAML was built with it."""


class StrictYamlError(ValueError):
    """The text is not YAML that we take; ``line`` counts from zero within the text."""

    def __init__(self, *, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(f"line {line + 1}: {message}")


def compose(text: str) -> yaml.Node:
    """Read one document into nodes whose scalars are all text.

    Raises StrictYamlError for text that is too long or too deep, is no YAML, holds more than one
    document, repeats itself by anchors and aliases, or names types by tags.
    """
    if len(text.encode("utf-8", errors="replace")) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB; split or shorten it"
        raise StrictYamlError(line=0, message=message)
    try:
        node = _fast(text) or _StrictLoader(text).get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        message = "holds a character that is not text; remove it"
        raise StrictYamlError(line=line, message=message) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise StrictYamlError(line=mark.line if mark else 0, message=_plain(error)) from error
    except StrictYamlError:
        raise
    except (ValueError, OverflowError) as error:
        message = "holds an escape that is no character; write it plainly"
        raise StrictYamlError(line=0, message=message) from error
    if node is None:
        raise StrictYamlError(line=0, message="the file is empty")
    return node


def _fast(text: str) -> yaml.Node | None:
    """The document read by libyaml, five times as fast; None for a text that it does not like:
    then PyYAML's own reader has the word, and words its complaints."""
    try:
        node: yaml.Node | None = _FastLoader(text).get_single_node()
    except (yaml.YAMLError, ValueError):
        return None
    return node


class _Strict(Composer):
    """Composes nodes; refuses what could blow up or surprise."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[attr-defined]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(event, "anchors (&) and aliases (*) are refused; write the value out")
        if getattr(event, "tag", None):
            raise _refused(event, "tags (!) are refused; put the value in quotes")
        if self.depth >= MAX_DEPTH:
            raise _refused(event, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        if isinstance(node, yaml.ScalarNode) and not node.style:
            node.style = None  # libyaml has "" for a plain value
        return node


class _StrictLoader(_Strict, yaml.BaseLoader):
    """Reads by PyYAML itself."""


class _FastLoader(_Strict, READER, BaseResolver):
    """Reads by libyaml where it is at hand."""

    def __init__(self, text: str) -> None:
        READER.__init__(self, text)
        Composer.__init__(self)
        BaseResolver.__init__(self)


def _refused(event: yaml.Event, message: str) -> StrictYamlError:
    mark = event.start_mark
    return StrictYamlError(line=mark.line if mark else 0, message=message)


def _plain(error: yaml.MarkedYAMLError) -> str:
    """The parser's complaint on one line."""
    if isinstance(error, yaml.composer.ComposerError):
        return "holds more than one document; keep one, without further --- lines"
    parts = [part for part in (error.context, error.problem) if part]
    if isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError):
        parts.append("check the indentation, the colons and the quotes")
    return "; ".join(" ".join(part.split()) for part in parts)
