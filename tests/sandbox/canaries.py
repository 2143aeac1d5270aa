"""A case whose secrets are words that stand nowhere else, and a search for them in what was sent.

Whatever of the key, the pitfalls, the expected answer or the hints reaches a browser brings its
word along, be it as text, escaped for HTML, JSON or an address, in hexadecimal or base64,
compressed in a token, packed in a ZIP file (so in a spreadsheet), or drawn in a PDF.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from coding.services import load_case

CASE = Path(__file__).parent / "cases" / "sparrow.md"
SECRET = re.compile(r"canary[a-z]+[0-9]|7,?654[0-9]\.83|76,?54[0-9]\.83")
MODIFIER = re.compile(r"(?<![\w-])ZY(?![\w-])")
"""A modifier that the key unlocks: two capitals, too short to be looked for inside of tokens."""
LINK = re.compile(r'(?:href|data-url|hx-get)="(/[^"#]*)')
TOKEN = re.compile(r"[A-Za-z0-9_+/-]{16,}")
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
JSON_ESCAPE = re.compile(r"\\u00([0-9a-fA-F]{2})")
STREAM = re.compile(rb"stream\r?\n(.*?)(?:~>)?\s*endstream", re.DOTALL)
ELSEWHERE = ("/static/", "/coding/codes/", "/styleguide/")


def load_canary(slug: str) -> str:
    """Load the case under a slug of its own; the slug."""
    source = CASE.read_text(encoding="utf-8").replace("slug: sparrow", f"slug: {slug}")
    load_case(source, path=f"{slug}.md")
    return slug


def told(response: HttpResponse, *, also: str = "") -> set[str]:
    """The secrets that a response tells; `also` is a pattern of what else must not stand there."""
    pattern = re.compile(f"{SECRET.pattern}|{also}" if also else SECRET.pattern)
    words = {found for text in _texts(response) for found in pattern.findall(text.lower())}
    body = unescape(response.content.decode(errors="replace"))
    return words | set(MODIFIER.findall(body))


def _texts(response: HttpResponse) -> Iterator[str]:
    """Everything that was sent, as it stands and undone in every way that a browser could."""
    cookies = " ".join(morsel.value for morsel in response.cookies.values())
    sent = f"{response.content.decode(errors='replace')} {dict(response.headers)} {cookies}"
    yield sent
    yield unescape(unquote(sent))
    yield JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), sent)
    for drawn in STREAM.findall(response.content):
        yield from _unpacked(drawn)
        with suppress(ValueError):
            yield from _unpacked(base64.a85decode(drawn))
    if response.content.startswith(b"PK"):
        with ZipFile(BytesIO(response.content)) as pack:
            yield from (pack.read(name).decode(errors="replace") for name in pack.namelist())
    yield from _unpacked(response.content)
    for digits in HEX.findall(sent):
        yield bytes.fromhex(digits).decode(errors="replace")
    for token in set(TOKEN.findall(sent)):
        for start in range(4):
            yield from _undone(token[start:])


def _undone(token: str) -> Iterator[str]:
    """A token read as base64, and as compressed text in base64."""
    whole = token[: len(token) // 4 * 4 or 4]
    for text in {whole, token + "=" * (-len(token) % 4)}:
        with suppress(ValueError):
            raw = base64.b64decode(text, altchars=b"-_", validate=False)
            yield raw.decode(errors="replace")
            yield from _unpacked(raw)


def _unpacked(raw: bytes) -> Iterator[str]:
    """What was compressed: by zlib, gzip, or deflate alone."""
    for window in (zlib.MAX_WBITS, zlib.MAX_WBITS | 16, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            yield zlib.decompressobj(window).decompress(raw).decode(errors="replace")


def visit(client: Client, *starts: str, **headers: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every page that can be reached by links from these, with its address, each once."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        url = waiting.pop()
        response = client.get(url, headers=headers)
        yield url, response
        for link in map(unescape, LINK.findall(response.content.decode(errors="replace"))):
            if link not in seen and not link.startswith(ELSEWHERE):
                seen.add(link)
                waiting.append(link)


def name_of(url: str) -> str:
    """The name of an address."""
    match: Any = resolve(url.partition("?")[0])
    return str(match.view_name)
