"""A coder's desk for tests: people, an attempt, and the form that its page posts."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coding.answer import Answer
from coding.cases import right_answer
from coding.models import Attempt, CodingVersion
from coding.services import finalise_coding, save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Work
from tests.factories import make_pair, make_practice, make_user


@dataclass
class Desk:
    """One attempt with its people; `post` and `get` act as whoever is signed in to `client`."""

    work: Work
    coder: User
    client: Client = field(default_factory=Client)

    @property
    def attempt(self) -> Attempt:
        """The attempt as it is stored now."""
        return Attempt.objects.select_related("case_version__case").get(pk=self.work.attempt_id)

    @property
    def key_answer(self) -> Answer:
        """The answer that the key asks for."""
        return right_answer(self.attempt.parsed())

    def as_user(self, user: User) -> "Desk":
        """The same desk with somebody else signed in."""
        desk = Desk(self.work, self.coder)
        desk.client.force_login(user)
        return desk

    def url(self, name: str) -> str:
        """The address of one of the attempt's pages."""
        return reverse(f"coding:{name}", args=[self.work.attempt_id])

    def get(self, name: str, **query: str) -> HttpResponse:
        """Open one of the attempt's pages."""
        return self.client.get(self.url(name), query)

    def post(self, name: str, data: dict[str, Any] | None = None, *, htmx: bool = False) -> Any:
        """Post to one of the attempt's addresses; `htmx` as the script does it."""
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(self.url(name), data or {}, headers=headers)

    def sheet(self, action: str = "save", *, htmx: bool = False, **fields: Any) -> Any:
        """Post the code sheet with these fields (`d1_code` is `d1-code`) and a button."""
        data = {"version": self.attempt.draft_version, "action": action}
        data |= {re.sub("^(d[0-9]+|s[0-9]+|new)_", r"\1-", n): v for n, v in fields.items()}
        return self.post("sheet", data, htmx=htmx)

    def save(self, answer: Answer) -> Attempt:
        """Store an answer as the draft."""
        version = self.attempt.draft_version
        return save_draft(
            self.work.attempt_id, actor=self.coder, answer=answer, expected_version=version
        )

    def finalise(self, answer: Answer | None = None) -> CodingVersion:
        """Store an answer (the right one unless given) and finalise it."""
        saved = self.save(answer or self.key_answer)
        return finalise_coding(saved.pk, actor=self.coder, expected_version=saved.draft_version)


def alone(slug: str = "uti-e-coli") -> Desk:
    """A learner alone, signed in."""
    learner = make_user("ada")
    desk = Desk(make_practice(learner, slug), learner)
    desk.client.force_login(learner)
    return desk


def pair(slug: str = "uti-e-coli") -> Desk:
    """A pair in a course, the coder signed in; the instructor is `teacher`."""
    coder = make_user("coder")
    desk = Desk(make_pair(coder, make_user("biller"), slug=slug), coder)
    desk.client.force_login(coder)
    return desk


ROWS = {
    "row": ["d1", "d2", "s1"],
    "d1_code": "N39.0",
    "d2_code": "B96.20",
    "s1_code": "OV-324",
    "s1_units": "1",
    "s1_pointer": ["d1"],
}
"""A sheet with two diagnoses and one service, as the page posts it."""
