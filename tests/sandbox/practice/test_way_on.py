"""Who works alone is led from the codes to the claim, and from the closed claim to the marks."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from sandbox.classroom.models import Course, Work
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.factories import make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def workbench(work: Work, user: str) -> str:
    url = reverse("coding:workbench", args=[work.attempt_id])
    return text(client_of(make_user(user)).get(url))


def test_who_bills_too_opens_the_claim_from_the_finalised_codes() -> None:
    work = make_practice(make_user("ada"))
    assert "Bill it now" not in workbench(work, "ada")
    play(work, goal=Goal.CODED)
    page = workbench(work, "ada")
    opens = reverse("claims:open", args=[work.attempt_id])
    assert ('<button class="btn btn-primary">Bill it now</button>' in page, opens in page) == (
        True,
        True,
    )
    assert page.count("btn-primary") == 1
    ada = client_of(make_user("ada"))
    opened = ada.post(opens, {"key": f"open-{work.attempt_id}"})
    claim = reverse("claims:claim", args=[Claim.objects.get().pk])
    assert opened["Location"] == claim
    assert f'<a class="btn btn-primary" href="{claim}">To the claim</a>' in workbench(work, "ada")


def test_coder_of_a_pair_is_led_to_the_own_desk_and_the_biller_to_the_claim() -> None:
    work = make_pair()
    play(work, goal=Goal.CODED)
    pages = {name: "Bill it now" in workbench(work, name) for name in ("coder", "biller")}
    assert pages == {"coder": False, "biller": True}
    Course.objects.update(paused_at=timezone.now())
    assert "Bill it now" not in workbench(work, "biller")


@pytest.mark.parametrize("page", ["claims:claim", "claims:marks"])
def test_who_works_alone_releases_the_marks_from_the_claim(page: str) -> None:
    work = make_practice(make_user("ada"))
    play(work, goal=Goal.CLOSED)
    ada, url = client_of(make_user("ada")), reverse(page, args=[Claim.objects.get().pk])
    release = reverse("coding:release", args=[work.attempt_id])
    assert f'action="{release}"' in text(ada.get(url))
    ada.post(release)
    assert f'action="{release}"' not in text(ada.get(url))


@pytest.mark.parametrize("page", ["claims:claim", "claims:marks"])
def test_learners_of_a_class_wait_for_the_release(page: str) -> None:
    work = make_pair()
    play(work, goal=Goal.CLOSED)
    url = reverse(page, args=[Claim.objects.get().pk])
    release = reverse("coding:release", args=[work.attempt_id])
    for name in ("coder", "biller"):
        assert release not in text(client_of(make_user(name)).get(url))


def test_a_claim_that_is_open_offers_no_release() -> None:
    work = make_practice(make_user("ada"))
    play(work, goal=Goal.OPENED)
    url = reverse("claims:claim", args=[Claim.objects.get().pk])
    release = reverse("coding:release", args=[work.attempt_id])
    assert release not in text(client_of(make_user("ada")).get(url))
