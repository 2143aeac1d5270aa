"""A visitor of real web servers, who takes another one for each request, as behind a balancer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from itertools import cycle
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

Fields = list[tuple[str, str]]


class Visitor:
    """Cookies are kept as a browser keeps them. An answer that is an error raises HTTPError."""

    def __init__(self, *servers: str) -> None:
        self.servers = cycle(servers)
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """The page at a path, from the next server."""
        with self.opener.open(next(self.servers) + path, timeout=60) as answer:
            return str(answer.read().decode())

    def press(self, page: str, action: str, typed: Mapping[str, str] | None = None) -> str:
        """Open a page, fill in its form that posts to `action`, and post it to the next server; the
        page that this leads to. A form without an action posts to the page itself; of several with
        the same action it is the one with most fields.

        Raises LookupError when the page has no such form.
        """
        forms = Forms()
        forms.feed(self.get(page))
        found = [form.fields for form in forms.found if form.action == action]
        if not found:
            raise LookupError(f"{page} has no form for {action}")
        typed = typed or {}
        fields = [(name, value) for name, value in max(found, key=len) if name not in typed]
        body = urlencode([*fields, *typed.items()]).encode()
        with self.opener.open(next(self.servers) + (action or page), body, timeout=60) as answer:
            return str(answer.read().decode())

    def sign_in(self, username: str, password: str) -> str:
        """Sign in; the page that follows. Raises LookupError when one is not let in."""
        page = self.press("/sign-in/", "", {"username": username, "password": password})
        if "<h1>Sign in</h1>" in page:
            raise LookupError(f"{username} could not sign in")
        return page


@dataclass
class Form:
    """Where a form posts to, and what it would post untouched."""

    action: str
    fields: Fields = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page that post."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.filling: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form, or a field with its value."""
        about = dict(attrs)
        if tag == "form":
            self.found.append(Form(about.get("action") or ""))
        elif self.found and tag == "input" and about.get("name"):
            unticked = about.get("type") in {"checkbox", "radio"} and "checked" not in about
            if not unticked:
                self.take(str(about["name"]), about.get("value") or "")
        elif tag in {"select", "textarea"}:
            self.filling = about.get("name")
        elif tag == "option" and self.filling and "selected" in about:
            self.take(self.filling, about.get("value") or "")

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self.filling and self.lasttag == "textarea":
            self.take(self.filling, data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a field that has a body."""
        if tag in {"select", "textarea"}:
            self.filling = None

    def take(self, name: str, value: str) -> None:
        """One value of the form that is open."""
        self.found[-1].fields.append((name, value))
