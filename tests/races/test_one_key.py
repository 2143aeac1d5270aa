"""One click that arrives a hundred times at once, over HTTP: one effect and one answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.urls import reverse

from claims.models import Claim
from sandbox.accounts.models import User
from tests.browsing import Answer, sign_in
from tests.copies import new_database
from tests.processes import connected
from tests.races.careless import drop_guards
from tests.races.pool import Ready, ready_claims
from tests.servers import VENDORS, serving

every_vendor = pytest.mark.parametrize("vendor", VENDORS)
UNLOCKED = "tests.races.unlocked:application"


@contextmanager
def one_claim(vendor: str, directory: Path, blocker: Any) -> Iterator[tuple[str, Ready]]:
    """A database in which one claim is ready to be sent, and its address."""
    with new_database(vendor, directory) as url, blocker.unblock(), connected(url):
        yield url, ready_claims(1)[0]


def send_at_once(server: str, ready: Ready, *, times: int) -> list[Answer]:
    """Post the same sending of a claim so many times at the same moment; the answers."""
    browser = sign_in(server, User.objects.get(pk=ready.actor))
    path = reverse("claims:submit", args=[ready.claim])
    form = {"key": "one-click", "version": ready.version}
    start = Barrier(times)

    def send(_: int) -> Answer:
        connection = browser.connect()
        start.wait(timeout=60)
        return browser.post(path, form, over=connection)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


@every_vendor
@pytest.mark.parametrize("times", [20, pytest.param(100, marks=pytest.mark.prove)])
def test_same_key_has_one_effect_and_one_answer(
    vendor: str, times: int, tmp_path: Path, django_db_blocker: Any
) -> None:
    with one_claim(vendor, tmp_path, django_db_blocker) as (url, ready):
        with serving(url, workers=4, threads=4) as server:
            answers = send_at_once(server.url, ready, times=times)
        page = reverse("claims:claim", args=[ready.claim])
        assert answers == [Answer(302, page, b"")] * times
        claim = Claim.objects.get(pk=ready.claim)
        assert (claim.state, claim.version) == ("submitted", ready.version + 1)
        assert claim.submissions.count() == 1
        assert claim.events.filter(key="one-click").count() == 1


@every_vendor
@pytest.mark.prove
def test_control_without_the_lock_it_has_several_effects(
    vendor: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    with one_claim(vendor, tmp_path, django_db_blocker) as (url, ready):
        drop_guards()
        with serving(url, workers=4, threads=4, app=UNLOCKED) as server:
            send_at_once(server.url, ready, times=100)
        assert Claim.objects.get(pk=ready.claim).submissions.count() > 1
