"""Every form that the pages show, found by reading them: for tests that fill them with nonsense.

`a_world()` plays claims and a class to the states in which each form stands on some page;
`forms_of()` reads the pages and gives each address that takes a POST with a form as a browser would
send it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from claims.queries.buttons import FORMS
from sandbox.accounts.models import User
from sandbox.classroom.player import Goal, play
from tests.claims import doors
from tests.claims.pages import client_of
from tests.factories import make_practice, make_user
from tests.limits import cpu_limit
from tests.sandbox.fuzz_world import World, addresses, build_world

Values = dict[str, list[str]]
URLENCODED = "application/x-www-form-urlencoded"

DOORS = (
    (doors.opened, ("coverage", *sorted(FORMS))),
    (doors.sent, ("",)),
    (doors.answered, ("answers", "post_lines")),
    (doors.posted, ("money",)),
    (doors.automatic, ("answers",)),
    (doors.small, ("",)),
    (doors.stopped, ("answers", "causes", "appeal")),
    (doors.asked, ("money",)),
    (doors.correcting, ("", "send")),
    (doors.pended, ("send_information",)),
    (doors.recoded, ("",)),
    (doors.found_twice, ("",)),
)
"""Claims in states, and the panes, that together show every form of the biller's desk."""

LEARNERS = ("/coding/", "/claims/", "/coder/", "/biller/", "/practice/", "/notices/", "/account/")
"""Where the pages begin that a learner may see and a teacher may not use."""

HIDDEN = {"version", "place", "number", "as_it_is", "what", "learner"}
"""Fields of those below in which nobody types."""

SCRIPTED: tuple[tuple[str, str, Values], ...] = (
    ("authoring:preview", "teacher", {"source": ["---"], "version": ["1"]}),
    ("authoring:save", "teacher", {}),
    ("classroom:moving", "teacher", {}),
    ("classroom:release", "teacher", {"what": ["score"], "learner": ["1"]}),
    ("classroom:start", "coder", {}),
    ("coding:decision_seen", "coder", {}),
    ("coding:seen", "coder", {}),
    (
        "coding:challenge",
        "coder",
        {name: ["1"] for name in ("place", "version", "quote", "guideline", "argument")},
    ),
)
"""Forms that no page of this world shows: a script sends them as one types, or they stand there
only until somebody has pressed them. Each with who may send it and what it holds."""


@dataclass
class Form:
    """A form of a page: where it goes, what it sends untouched, and what a person types.

    `values` has every field, the hidden ones too, as the page has them; `buttons` the names
    (empty for none) and values of its buttons, one of which is pressed.
    """

    url: str
    method: str
    values: Values = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name of its address."""
        return str(resolve(self.url.partition("?")[0]).view_name)

    @property
    def fields(self) -> list[str]:
        """The names of all that it sends."""
        named = {*self.values, *self.files, *(name for name, _ in self.buttons)}
        return sorted(named - {"csrfmiddlewaretoken", ""})

    def sent(self) -> Values:
        """What a browser sends when the first button is pressed."""
        sent = {name: list(values) for name, values in self.values.items()}
        for name, value in self.buttons[:1]:
            sent |= {name: [value]} if name else {}
        sent.pop("csrfmiddlewaretoken", None)
        return sent


class FormReader(HTMLParser):
    """The forms of a page, those fields included that name their form from elsewhere."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.loose: list[tuple[str, str, dict[str, str]]] = []
        self.form: Form | None = None
        self.area: tuple[Form, str] | None = None
        self.select: tuple[Form, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            url = urljoin(self.url, told.get("action") or self.url)
            self.form = Form(url.partition("#")[0], told.get("method", "get").lower())
            self.forms.append(self.form)
            if "id" in told:
                self.by_id[told["id"]] = self.form
        elif tag == "button" or (tag in {"input", "textarea", "select"} and told.get("name")):
            owner = told.get("form")
            if owner and owner not in self.by_id:
                self.loose.append((tag, owner, told))
                return
            form = self.by_id[owner] if owner else self.form
            if form is not None:
                self.take(form, tag, told)
        elif tag == "option" and self.select and "selected" in told:
            form, name = self.select
            form.values[name] = [told.get("value", "")]

    def take(self, form: Form, tag: str, told: Mapping[str, str]) -> None:
        """Put a field to its form."""
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else tag)
        if kind == "file":
            form.files.add(name)
        elif kind in {"submit", "button"}:
            form.buttons.append((name, told.get("value", "")))
        elif kind in {"checkbox", "radio"}:
            form.values.setdefault(name, [])
            if "checked" in told:
                form.values[name].append(told.get("value", "on"))
        elif tag == "textarea":
            form.values[name], self.area = [""], (form, name)
            form.typed.add(name)
        elif tag == "select":
            form.values.setdefault(name, [""])
            self.select = (form, name)
        else:
            form.values.setdefault(name, []).append(told.get("value", ""))
            if kind not in {"hidden", "password"}:
                form.typed.add(name)

    def handle_data(self, data: str) -> None:
        if self.area:
            form, name = self.area
            form.values[name] = [form.values[name][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def read(self, page: str) -> list[Form]:
        """All forms of the page."""
        self.feed(page)
        for tag, owner, told in self.loose:
            if owner in self.by_id:
                self.take(self.by_id[owner], tag, told)
        return self.forms


def forms_of(client: Client, urls: Iterable[str]) -> Iterator[Form]:
    """The forms of these pages as this visitor sees them."""
    for url in urls:
        response = client.get(url, follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            where = response.request["PATH_INFO"]
            if query := response.request.get("QUERY_STRING"):
                where += f"?{query}"
            yield from FormReader(where).read(response.content.decode())


@dataclass(frozen=True)
class Seen:
    """A form, and the browser of somebody who was shown it."""

    form: Form
    client: Client

    def send(self, values: Mapping[str, Any], *, files: Mapping[str, Any] | None = None) -> Any:
        """Post these values, texts or bytes, and undo whatever came of it."""
        kept = self.client.cookies.copy()
        with transaction.atomic(), cpu_limit():
            if files:
                answer = self.client.post(self.form.url, {**values, **files})
            else:
                body = urlencode(values, doseq=True, encoding="utf-8", errors="surrogatepass")
                answer = self.client.post(self.form.url, body, content_type=URLENCODED)
            transaction.set_rollback(True)
        self.client.cookies = kept
        return answer


@dataclass(frozen=True)
class Forms:
    """The world and every kind of form that stands on its pages, each once."""

    world: World
    seen: list[Seen]

    @property
    def names(self) -> set[str]:
        """The names of the addresses that the forms go to."""
        return {one.form.name for one in self.seen}


@pytest.fixture(scope="module")
def all_forms(django_db_setup: None, django_db_blocker: Any) -> Iterator[Forms]:
    """The forms of the class, of claims in every state, of people who practise and of visitors;
    made once a module, for every post to them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        yield Forms(world, _all(world))
        transaction.set_rollback(True)


def _all(world: World) -> list[Seen]:
    found: dict[tuple[str, tuple[str, ...]], Seen] = {}
    for client, urls in (*class_pages(world), *desk_pages()):
        for form in forms_of(client, urls):
            if form.method == "post":
                found.setdefault((form.name, tuple(form.fields)), Seen(form, client))
    for name, who, values in SCRIPTED:
        url = reverse(name, args=world.arguments[name])
        form = Form(url, "post", dict(values), typed={*values} - HIDDEN)
        found.setdefault((name, tuple(form.fields)), Seen(form, world.clients[who]))
    return list(found.values())


def pages_of(world: World) -> list[str]:
    """Every address of the world, whatever it takes."""
    return [reverse(name, args=world.arguments.get(name, [])) for name in sorted(addresses())]


def class_pages(world: World) -> Iterator[tuple[Client, list[str]]]:
    """The pages of the class, of everybody's own things, and those without a sign-in."""
    course, rostered = world.arguments["classroom:password"]
    more = [
        reverse("classroom:marking", args=[course]) + "?released=1",
        reverse("classroom:assignment", args=world.arguments["classroom:delete_assignment"]),
        reverse("classroom:person", args=[course, rostered]),
    ]
    yield world.clients["teacher"], [*pages_of(world), *more]
    yield world.clients["nobody"], [reverse("login"), reverse("sign_up")]
    for who in ("coder", "biller"):
        yield world.clients[who], [url for url in pages_of(world) if url.startswith(LEARNERS)]


def desk_pages() -> Iterator[tuple[Client, list[str]]]:
    """Both desks of work in every state, each of a learner of its own."""
    coding = make_practice(make_user("sheet"), "strep-throat-age-8")
    play(coding, goal=Goal.CODING)
    coded = make_practice(make_user("sent"))
    play(coded, goal=Goal.CODED)
    for work in (coding, coded):
        names = ("workbench", "query", "finalise")
        urls = [reverse(f"coding:{name}", args=[work.attempt_id]) for name in names]
        user = work.seats.first().user
        yield client_of(user), [*urls, reverse("practice:home"), reverse("classroom:biller")]
    for number, (ready, panes) in enumerate(DOORS):
        hands = ready()
        url = reverse("claims:claim", args=[hands.claim.pk])
        yield client_of(hands.biller), [f"{url}?show={pane}" for pane in panes]
        for user in User.objects.filter(pk__in=(hands.coder.pk, hands.biller.pk)):
            User.objects.filter(pk=user.pk).update(username=f"{user.username}{number}")
