"""People who work over HTTP while the server's workers are killed: what each was told, and whether
the database agrees. What gets no answer is sent again, as a browser's user would."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from time import sleep
from typing import Any

from django.db import connection
from django.urls import reverse

from claims.models import Acknowledgment, Claim, Remittance
from claims.services.accounts import newest_remittance, post_key
from coding.models import Attempt
from sandbox.accounts.models import User
from sandbox.classroom.services import start_practice
from tests.browsing import Answer, Browser, NoAnswer, sign_in
from tests.claims.bench import Hands
from tests.claims.books import check_books
from tests.claims.doors import typed
from tests.claims.pages import box_values, step
from tests.coding.desk import ROWS
from tests.factories import make_case, make_user
from tests.races.pool import Ready

CODES = ("B96.20", "Z87.440")
"""What is typed into the second row of the sheet, in turn."""

SHEET = {name.replace("_", "-"): value for name, value in ROWS.items()}
STEPS = ["open", "edit_boxes", "edit_boxes", "submit", "accept", "pay", "post"]
"""The log of a claim that was worked."""

PAUSE = 0.05
"""Seconds until a request that got no answer is made again."""


@dataclass
class Worker:
    """One person, who saves their sheet again and again and works their claims in between.

    `acknowledged` are the steps that the server said were made, by claim and key; `passed` the days
    that it said were over, by attempt; `saves` counts the sheets that it said were stored, `broken`
    the requests without an answer; `wrong` is what else it said.
    """

    user: User
    sheet: int
    claims: Sequence[Ready]
    begun: list[Ready] = field(default_factory=list)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    passed: list[tuple[int, Any]] = field(default_factory=list)
    saves: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How much the server has acknowledged."""
        return self.saves + len(self.acknowledged) + len(self.passed)

    def work(self, server: str, stop: Event) -> None:
        """Work until told to stop; the claim in hand is finished."""
        mine, waiting = sign_in(server, self.user), iter(self.claims)
        try:
            while not stop.is_set():
                self._save_sheet(mine)
                if (claim := next(waiting, None)) is not None:
                    self._work_claim(server, claim)
        finally:
            connection.close()

    def _save_sheet(self, browser: Browser) -> None:
        data = {**SHEET, "d2-code": CODES[self.saves % 2], "version": self.saves, "action": "save"}
        answer = self._post(browser, reverse("coding:sheet", args=[self.sheet]), data)
        if answer.status == 302:
            self.saves += 1
        else:
            self.wrong.append(f"the sheet was answered {answer.status}")

    def _work_claim(self, server: str, ready: Ready) -> None:
        """From the draft to the posted remittance."""
        self.begun.append(ready)
        user = User.objects.get(pk=ready.actor)
        claim = Claim.objects.get(pk=ready.claim)
        browser, hands = sign_in(server, user), Hands(claim.attempt_id, user, user)
        for member in ("SBX999", claim.boxes.member_id):
            self._step(browser, "boxes", hands, box_values(hands.claim, member_id=member))
        self._step(browser, "submit", hands, step(hands.claim))
        self._next_event(browser, hands)
        self._next_event(browser, hands)
        answer = newest_remittance(hands.claim)
        key = post_key(answer) if answer else ""
        self._step(browser, "post_lines", hands, step(hands.claim, **typed(hands)), key=key)

    def _step(
        self, browser: Browser, name: str, hands: Hands, data: Mapping[str, Any], key: str = ""
    ) -> None:
        """Take a step, which is logged under `key` unless that is the form's."""
        answer = self._post(browser, reverse(f"claims:{name}", args=[hands.claim.pk]), data)
        if answer.status == 302:
            self.acknowledged.append((hands.claim.pk, key or data["key"]))
        else:
            self.wrong.append(f"{name} was answered {answer.status}")

    def _next_event(self, browser: Browser, hands: Hands) -> None:
        """Move the calendar; sent again after it moved, it says so."""
        day, before = hands.attempt.scenario_date, self.broken
        url = reverse("claims:calendar", args=[hands.attempt_id])
        answer = self._post(browser, url, {"step": "event", "from_date": day.isoformat()})
        if answer.status == 302 or (answer.status == 409 and self.broken > before):
            self.passed.append((hands.attempt_id, day))
        else:
            self.wrong.append(f"the calendar was answered {answer.status}")

    def _post(self, browser: Browser, path: str, data: Mapping[str, Any]) -> Answer:
        """The answer, however often it takes."""
        while True:
            try:
                return browser.post(path, data)
            except NoAnswer:
                self.broken += 1
                sleep(PAUSE)


def hire(people: int, claims: Sequence[Ready]) -> list[Worker]:
    """So many workers, each with a sheet and a share of the claims."""
    return [
        Worker(
            user := make_user(f"worker{number}"),
            start_practice(user, case=make_case()).attempt_id,
            claims[number::people],
        )
        for number in range(people)
    ]


def problems(worker: Worker) -> Iterator[str]:
    """What was acknowledged and is lost, and what is half done."""
    yield from worker.wrong
    for claim_id, key in worker.acknowledged:
        if Claim.objects.filter(pk=claim_id, events__key=key).count() != 1:
            yield f"claim {claim_id} has lost the step {key}"
    for attempt_id, day in worker.passed:
        if Attempt.objects.get(pk=attempt_id).scenario_date <= day:
            yield f"attempt {attempt_id} is back at {day}"
    sheet = Attempt.objects.get(pk=worker.sheet)
    second = sheet.draft_answer.diagnoses[1].code if worker.saves else ""
    if sheet.draft_version != worker.saves or (
        worker.saves and second != CODES[(worker.saves - 1) % 2]
    ):
        yield f"{worker.saves} sheets were stored, and {second} is version {sheet.draft_version}"
    for ready in worker.begun:
        yield from _half_done(Claim.objects.get(pk=ready.claim))


def _half_done(claim: Claim) -> Iterator[str]:
    """A claim that was worked has one row of each kind, and its books hold."""
    events = list(claim.events.order_by("version").values_list("version", "move"))
    if events != list(zip(count(1), STEPS, strict=False)) or claim.version != len(STEPS):
        yield f"{claim}, version {claim.version}: {events}"
    rows = (
        claim.submissions.count(),
        Acknowledgment.objects.filter(submission__claim=claim).count(),
        Remittance.objects.filter(submission__claim=claim).count(),
    )
    if rows != (1, 1, 1):
        yield f"{claim}: {rows} submissions, acknowledgments and remittances"
    try:
        check_books(claim)
    except AssertionError as wrong:
        yield f"{claim}: the books: {wrong}"
