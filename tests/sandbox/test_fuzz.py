"""Every field of every form, filled with what nobody should type; every search and every address
with a query.

Never a server error, never a page of more than a few megabytes, never more than some seconds of
the processor; what is refused says so in a page of the site, at the field, with the typed text
kept. A form that is added is found by itself; an address that takes a POST and stands on no page
that is read here fails the test.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import TooMuchWork, cpu_limit
from tests.sandbox.fuzz_world import addresses
from tests.sandbox.fuzzing import URLENCODED, Forms, Seen, all_forms, pages_of
from tests.sandbox.nonsense import FUZZ

pytestmark = pytest.mark.django_db
__all__ = ["all_forms"]


@pytest.fixture(autouse=True)
def without_log() -> Iterator[None]:
    """Each line that is logged keeps its request as long as the test runs: gigabytes of them."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


LONG = 900_000
"""Characters: nearly all that one request may carry."""

NASTY: dict[str, Any] = {
    "missing": None,
    "empty": "",
    "blanks": " \t ",
    "NUL": "a\x00b",
    "control": "a\x1b[31m\x07b",
    "lone surrogate": "a\ud800b",
    "invalid UTF-8": b"a\xff\xfeb",
    "long": "x" * LONG,
    "long digits": "9" * LONG,
    "long blanks": " " * LONG + "x",
    "many lines": "a\n" * (LONG // 2),
    "many words": "- **a** | `b` " * (LONG // 16),
    "right to left": "\u202egnp.exe\u202c \u0627\u0644\u0639",
    "emoji": "\U0001f469\u200d\u2695\ufe0f\U0001f986" * 9,
    "combining": "Z" + "\u0351\u036b\u0343" * 200,
    "private use": "\ue0000\ue001 \ue00099\ue001",
    "byte order mark": "\ufeff1",
    "Arabic digits": "\u0663\u0664",
    "full width": "\uff11\uff12",
    "superscript": "\u00b2",
    "-1": "-1",
    "-0": "-0",
    "1.5": "1.5",
    "1e3": "1e3",
    "1e999999": "1e999999",
    "-1e999999": "-1e999999",
    "NaN": "NaN",
    "sNaN": "sNaN",
    "Infinity": "-Infinity",
    "underscores": "1_000",
    "2**31": str(2**31),
    "2**63": str(2**63),
    "ten to the 30": str(10**30),
    "year 0": "0000-01-01",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 10000": "10000-01-01",
    "30 February": "2026-02-30",
    "minute 61": "2026-03-10T25:61",
    "first moment": "0001-01-01T00:00",
    "last moment": "9999-12-31T23:59",
    "two": ["a", "b"],
    "a thousand": ["1"] * 1_000,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% debug %}${7*7}",
    "header": "a\r\nSet-Cookie: stolen=1",
    "formula": "=cmd|' /C calc'!A0",
    "SQL": "'; DROP TABLE users; --",
    "FTS": '" OR NEAR(a b, 99) * ^ -',
    "path": "../../../etc/passwd",
    "YAML": "a: &a [*a, !!python/object/apply:os.system [id]]",
    "deep list": "[" * 5_000,
    "deep group": "{a: " * 5_000,
    "JSON": '{"a": {"b": [1, 2, null]}}',
    "pattern": "(a+)+$" + "a" * 60 + "!",
}
"""What is typed, by what is nasty about it."""

BODIES: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", json.dumps({"version": 1, "text": ["a"]}).encode()),
    "JSON called a form": (URLENCODED, b'{"version": 1}'),
    "no form": ("text/plain", b"version=1"),
    "XML": ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "no kind": ("", b"version=1"),
    "unknown letters": (f"{URLENCODED}; charset=utf-42", b"text=a"),
    "invalid UTF-8": (URLENCODED, b"text=%ff%fe&version=%c3%28"),
    "raw bytes": (URLENCODED, bytes(range(256))),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n"),
    "parts cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc',
    ),
    "parts without a name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
    ),
    "part in bad base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    ),
    "file where text is expected": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="../../a\x00.md"\r\n\r\n'
        b"a\r\n--x--\r\n",
    ),
    "too many fields": (URLENCODED, b"a=1&" * 2_001),
    "too large": (URLENCODED, b"text=" + b"a" * 1_048_577),
    "empty": (URLENCODED, b""),
}

FILES: dict[str, bytes] = {
    "empty": b"",
    "NUL": b"username,name\nada,\x00\n",
    "UTF-16": "username,name\nada,Ada\n".encode("utf-16"),
    "invalid UTF-8": b"username,name\n\xff\xfe,Ada\n",
    "formula": b"username,name,role\n=1+1,@SUM(A1),learner\n",
    "open quote": b'username,name\n"ada,' + b"x" * 150_000,
    "one long line": b"username," * 20_000,
    "many people": b"username\n" + b"".join(b"u%d\n" % number for number in range(20_000)),
    "lone returns": b"username,name\rada,Ada\rbob,Bob\r",
    "wide row": b"username,name\n" + b"a," * 60_000,
    "no case": b"# only a heading\n",
    "fences": b"---\n" * 60_000,
    "aliases": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nnote\n",
    "deep": b"---\na: " + b"[" * 100_000 + b"\n---\n",
    "deep group": b"---\na: " + b"{a: " * 60_000 + b"\n---\n",
    "deep indents": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(700)) + b"---\n",
    "tags": b"---\na: !!python/object/apply:os.system [id]\n---\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200,
    "megabyte": b"x" * 1_048_577,
}
"""What is uploaded, as CSV and as Markdown."""

TOLD = {400, 403, 404, 405, 409, 413, 429}
MAX_PAGE = 4_000_000
KEPT_TO = 300


def wrong_with(response: HttpResponse) -> str:
    """What must not be so about any answer; empty when it is well."""
    if len(response.content) > MAX_PAGE:
        return f"a page of {len(response.content)} bytes"
    page = response.content.decode(errors="replace")
    status = response.status_code
    if status == 302:
        there = response["Location"]
        return "" if there.startswith("/") and not there.startswith("//") else f"leads to {there}"
    if status in TOLD:
        says_why = 'id="problem-message"' in page or page.startswith('{"errors": ')
        return "" if says_why else f"{status} without a page that says why"
    if status == 422:
        has_error = "field-error" in page or 'id="error-summary"' in page
        return "" if has_error else "422 without an error at a field"
    return "" if status in {200, 204} else f"status {status}"


def keeps(response: HttpResponse, typed: str) -> bool:
    """A refused text is still in the page, as far as a page can hold it."""
    page = unescape(response.content.decode(errors="replace"))
    return "".join(typed.split()) in "".join(page.split())


def attempt(send: Callable[[], HttpResponse]) -> tuple[str, HttpResponse | None]:
    """What is wrong with the answer, and the answer; an exception is what a browser calls 500."""
    try:
        response = send()
    except TooMuchWork:
        return "more work than a form is worth", None
    except Exception as error:  # noqa: BLE001 - whatever it is, the visitor would meet a 500
        return f"{type(error).__name__}: {str(error)[:200]}", None
    return wrong_with(response), response


def typed_into(seen: Seen, name: str, value: Any) -> str:
    """Post the form with one field typed over; what is wrong with the answer."""
    sent: dict[str, Any] = dict(seen.form.sent())
    if value is None:
        sent.pop(name, None)
    else:
        sent[name] = value
    files = {name: FILES["picture"] for name in seen.form.files if seen.form.files and name in sent}
    wrong, response = attempt(lambda: seen.send(sent, files=files or None))
    is_text = isinstance(value, str) and 0 < len(value) <= KEPT_TO and value.isprintable()
    is_refused = response is not None and response.status_code == 422
    if is_refused and is_text and name in seen.form.typed and value.strip():
        return wrong or ("" if keeps(response, value) else "what was typed is not kept")
    return wrong


def uploads(seen: Seen) -> Iterator[str]:
    """Post each file as each of the form's files; what is wrong with the answers."""
    for field in seen.form.files:
        for kind, content in FILES.items():
            for name in ("a.csv", "a.md", "a", "../../\u202ea\x00.md"):
                file = SimpleUploadedFile(name, content)
                sent = {**seen.form.sent(), "action": "import"}
                wrong, _ = attempt(partial(seen.send, sent, files={field: file}))
                if wrong:
                    yield f"{seen.form.name} {field} {kind} {name}: {wrong}"


def bodies(seen: Seen) -> Iterator[str]:
    """Post each body that is no form; what is wrong with the answers."""
    for kind, (content_type, body) in BODIES.items():

        def send(body: bytes = body, content_type: str = content_type) -> HttpResponse:
            with transaction.atomic(), cpu_limit():
                kept = seen.client.cookies.copy()
                answer = seen.client.generic("POST", seen.form.url, body, content_type)
                seen.client.cookies = kept
                transaction.set_rollback(True)
            return answer

        wrong, _ = attempt(send)
        if wrong:
            yield f"{seen.form.name} body {kind}: {wrong}"


# -- forms ------------------------------------------------------------------------------------


def test_every_address_that_takes_a_post_is_fuzzed(all_forms: Forms) -> None:
    takes = set()
    for name in addresses() - {"styleguide"}:
        url = reverse(name, args=all_forms.world.arguments.get(name, []))
        for client in all_forms.world.clients.values():
            with transaction.atomic():
                kept = client.cookies.copy()
                if _takes_post(client, url):
                    takes.add(name)
                client.cookies = kept
                transaction.set_rollback(True)
    assert takes - all_forms.names == set()
    assert len(takes) > 60


def _takes_post(client: Any, url: str) -> bool:
    """Whether a POST is looked at, whatever comes of it."""
    response = client.post(url)
    to_sign_in = response.status_code == 302 and reverse("login") in response["Location"]
    return response.status_code not in (404, 405) and not to_sign_in


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.prove, id="all"), pytest.param(83, id="some")]
)
def test_no_field_of_any_form_breaks_the_site(all_forms: Forms, every: int) -> None:
    """`every` is which of the pairs of field and nastiness are tried: all, or each so-many-th."""
    problems: Counter[str] = Counter()
    tried = number = 0
    for seen in all_forms.seen:
        for field in (*seen.form.fields, "unknown"):
            for kind, value in NASTY.items():
                number += 1
                if number % every:
                    continue
                tried += 1
                if wrong := typed_into(seen, field, value):
                    problems[f"{seen.form.name} {field} {kind}: {wrong}"] += 1
    print(f"{tried} posts")  # noqa: T201 - the figure that docs/proof.md names
    assert tried > 100
    assert "\n".join(sorted(problems)) == ""


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.prove, id="all"), pytest.param(8, id="some")]
)
def test_no_body_and_no_file_breaks_the_site(all_forms: Forms, every: int) -> None:
    problems = []
    forms = all_forms.seen
    for seen in [*forms[::every], *(seen for seen in forms if seen.form.files)]:
        problems += bodies(seen)
    for seen in forms:
        problems += uploads(seen)
    assert "\n".join(problems) == ""


@pytest.mark.prove
def test_no_text_at_all_breaks_the_site(all_forms: Forms) -> None:
    forms = [seen for seen in all_forms.seen if seen.form.fields]
    texts = st.text(st.characters(codec="utf-8"), max_size=200)

    @FUZZ
    @given(st.data())
    def fill(data: st.DataObject) -> None:
        for seen in forms:
            name = data.draw(st.sampled_from(seen.form.fields))
            value = data.draw(texts | st.sampled_from(list(NASTY.values())))
            assert typed_into(seen, name, value) == "", seen.form.name

    fill()


# -- queries ----------------------------------------------------------------------------------

ASKED = {
    "q", "system", "on", "code", "other", "version", "show", "skill", "difficulty", "mess", "note",
    "person", "kind", "since", "until", "category", "next",
}  # fmt: skip
"""Names that forms read out of a query; those that views read are found in their source."""


def names_asked() -> list[str]:
    """Every name that some page reads out of its query."""
    read = re.compile(r"GET(?:\.get\(|\[)\s*\"(\w+)\"")
    found = {
        name
        for room in ("coding", "claims", "sandbox")
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        for name in read.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 10
    return sorted(found | ASKED)


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.prove, id="all"), pytest.param(31, id="some")]
)
def test_no_query_of_any_address_breaks_the_site(all_forms: Forms, every: int) -> None:
    problems, number = [], 0
    names = names_asked()
    kinds = {kind: value for kind, value in NASTY.items() if _fits_an_address(value)}
    for url in pages_of(all_forms.world):
        for kind, value in kinds.items():
            number += 1
            if number % every:
                continue
            asked = urlencode(dict.fromkeys(names, value), True, "", "utf-8", "surrogatepass")
            client = all_forms.world.clients["teacher" if number % 2 else "coder"]
            headers = {"HX-Request": "true"} if number % 3 == 0 else {}
            with cpu_limit():
                wrong, _ = attempt(partial(client.get, f"{url}?{asked}", headers=headers))
            if wrong:
                problems.append(f"{url} {kind}: {wrong}")
    assert "\n".join(problems) == ""
    assert number > 4_000


def _fits_an_address(value: Any) -> bool:
    """A server takes no longer line: 4,094 bytes in gunicorn."""
    return value is not None and len(value) <= 600


@pytest.mark.parametrize(
    "words",
    [
        '"', '""', "AND", "OR", "NOT", "NEAR(", "NEAR(a b, 5)", "a*", "*", "^a", "a:b", "code:a",
        "{a b}: c", "(a", "a)", "a AND", "-a", "+", "a+b", "';--", "\\", "%", "_", "a\tb", "a\nb",
        "\u0663", "e\u0301", "\u202e", "\U0001f986", "N39.0" * 19, "a " * 50, "1e9", "NaN",
        "rowid:1",
    ],
)  # fmt: skip
def test_search_takes_its_own_language_for_words(all_forms: Forms, words: str) -> None:
    client = all_forms.world.clients["coder"]
    for name in ("coding:search", "coding:codes"):
        for system in ("", "icd10cm", "spc,hcpcs"):
            query = {"q": words, "system": system, "on": "2026-03-10"}
            with cpu_limit():
                response = client.get(reverse(name), query)
            assert response.status_code == 200, (name, system)
