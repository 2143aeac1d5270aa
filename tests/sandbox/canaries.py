"""A case whose secrets are words that stand nowhere else, and a search for them in what was sent.

Whatever of the key, the pitfalls, the expected answer or the hints reaches a browser brings its
word along, be it as text, escaped, in base64, compressed in a token, packed in a ZIP file, or
drawn in a PDF.
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
LINK = re.compile(r'(?:href|data-url|hx-get)="(/[^"#]*)')
TOKEN = re.compile(r"[A-Za-z0-9_+/-]{16,}")
STREAM = re.compile(rb"stream\r?\n(.*?)~>\s*endstream", re.DOTALL)
ELSEWHERE = ("/static/", "/coding/codes/", "/styleguide/")


def load_canary(slug: str) -> str:
    """Load the case under a slug of its own; the slug."""
    source = CASE.read_text(encoding="utf-8").replace("slug: sparrow", f"slug: {slug}")
    load_case(source, path=f"{slug}.md")
    return slug


def told(response: HttpResponse, *, also: str = "") -> set[str]:
    """The secrets that a response tells; `also` is a pattern of what else must not stand there."""
    pattern = re.compile(f"{SECRET.pattern}|{also}" if also else SECRET.pattern)
    return {found for text in _texts(response) for found in pattern.findall(text.lower())}


def _texts(response: HttpResponse) -> Iterator[str]:
    """Everything that was sent, as it stands and undone in every way that a browser could."""
    cookies = " ".join(morsel.value for morsel in response.cookies.values())
    sent = f"{response.content.decode(errors='replace')} {dict(response.headers)} {cookies}"
    yield sent
    yield unescape(unquote(sent))
    for drawn in STREAM.findall(response.content):
        yield zlib.decompress(base64.a85decode(drawn)).decode(errors="replace")
    if response.content.startswith(b"PK"):
        with ZipFile(BytesIO(response.content)) as pack:
            yield from (pack.read(name).decode() for name in pack.namelist())
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
            with suppress(zlib.error):
                yield zlib.decompress(raw).decode(errors="replace")


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
