"""The door through which a claim moves: once, by who may, from where it may, on a fresh page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_fsm import TransitionNotAllowed

from claims.models import Claim, ClaimEvent
from claims.services.advance import IllegalMove, StaleClaim, UsedKey, advance, revise
from tests.claims.bench import WOUND, alone, pair
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def submit(claim: Claim, **changes: Any) -> ClaimEvent:
    call = {"key": "k1", "expected_version": claim.version, "actor": None, **changes}
    return advance(claim.pk, "submit", **call)


def test_advance_logs_one_event_and_bumps_the_version():
    hands = alone().code().open()
    event = submit(hands.claim, actor=hands.biller)
    claim = hands.claim
    seen = (event.move, event.from_state, event.to_state, event.by, event.version, event.actor)
    assert seen == ("submit", "draft", "submitted", "biller", 2, hands.biller)
    assert (claim.state, claim.version) == ("submitted", 2)


def test_advance_writes_the_claim_in_one_statement():
    hands = alone().code().open()
    before = hands.claim
    with CaptureQueriesContext(connection) as asked:
        submit(before)
    written = [row["sql"] for row in asked if row["sql"].startswith('UPDATE "claims_claim"')]
    assert len(written) == 1
    assert '"version" = 1)' in written[0]
    assert hands.claim.moved_at > before.moved_at


def test_advance_with_a_repeated_key_gives_the_first_event_and_does_nothing():
    hands = alone().code().open()
    ran: list[int] = []
    first = submit(hands.claim, effect=lambda claim: ran.append(claim.pk) or {})
    again = submit(hands.claim, expected_version=1, effect=lambda claim: ran.append(0) or {})
    assert again == first
    assert ran == [hands.claim.pk]
    assert hands.claim.version == 2


def test_nobodys_key_is_known_again_from_a_page_that_is_not_stale():
    """The payer's and the calendar's steps are named after a row, and happen once for it."""
    hands = alone().code().open()
    events = [
        revise(
            hands.claim.pk,
            "post",
            actor=None,
            key="post:1",
            expected_version=hands.claim.version,
            permission="claims.post_money",
            effect=lambda claim, name=name: claim.content.update(patient_name=name) or {},
        )
        for name in ("Wren Marsh", "Robin Fen")
    ]
    claim = hands.claim
    assert events[0] == events[1]
    assert (claim.version, claim.events.count()) == (2, 2)
    assert claim.content["patient_name"] == "Wren Marsh"


def test_nobodys_step_that_is_not_open_any_more_is_the_one_that_its_key_has_made():
    hands = alone().code().open()
    hands.send()
    call = {"actor": None, "key": "reject:1"}
    first = advance(hands.claim.pk, "reject", expected_version=hands.claim.version, **call)
    again = advance(hands.claim.pk, "reject", expected_version=hands.claim.version, **call)
    assert again == first
    with pytest.raises(IllegalMove):
        advance(hands.claim.pk, "reject", expected_version=3, actor=None, key="reject:2")


def test_two_claims_may_have_the_same_key_of_nobodys():
    claims = [alone().code().open().claim, alone(WOUND).code().open().claim]
    made = [revision(claim, actor=None, key="post:1") for claim in claims]
    assert [event.claim_id for event in made] == [claim.pk for claim in claims]
    fresh = [Claim.objects.get(pk=claim.pk) for claim in claims]
    assert [revision(claim, actor=None, key="post:1") for claim in fresh] == made


def revision(claim: Claim, **changes: Any) -> ClaimEvent:
    call = {
        "key": "k1",
        "expected_version": claim.version,
        "permission": "claims.prepare_claim",
        "effect": lambda claim: claim.content.update(patient_name="Wren Marsh") or {},
        **changes,
    }
    return revise(claim.pk, "edit_box", **call)


def test_persons_key_on_a_fresh_page_gives_the_first_event_and_does_nothing():
    hands = alone().code().open()
    first = revision(hands.claim, actor=hands.biller, effect=lambda claim: {})
    again = revision(hands.claim, actor=hands.biller)
    claim = hands.claim
    assert again == first
    assert (claim.version, claim.events.count()) == (2, 2)
    assert claim.content["patient_name"] != "Wren Marsh"


@pytest.mark.parametrize(("version", "why"), [(1, StaleClaim), (2, UsedKey)])
def test_key_of_another_step_of_the_claim_makes_nothing_and_is_no_answer(version, why):
    """Else a page would say that the claim is sent when the key was that of another button."""
    hands = alone().code().open()
    revision(hands.claim, actor=hands.biller, effect=lambda claim: {})
    with pytest.raises(why) as refused:
        submit(hands.claim, actor=hands.biller, expected_version=version)
    assert refused.value.url == f"/claims/{hands.claim.pk}/"
    assert (hands.claim.state, hands.claim.version) == ("draft", 2)


@pytest.mark.parametrize("make", [submit, revision])
def test_key_of_another_claim_is_refused_and_does_nothing(make: Callable[..., ClaimEvent]):
    hands = alone().code().open()
    other = alone(WOUND, hands.biller).code().open()
    submit(other.claim, actor=hands.biller)
    with pytest.raises(UsedKey) as refused:
        make(hands.claim, actor=hands.biller)
    assert "another claim" in refused.value.message
    claim = hands.claim
    assert (claim.state, claim.version, claim.events.count()) == ("draft", 1, 1)


def test_advance_refuses_a_stale_page():
    hands = alone().code().open()
    with pytest.raises(StaleClaim) as refused:
        submit(hands.claim, expected_version=0)
    assert refused.value.url == f"/claims/{hands.claim.pk}/"
    assert hands.claim.state == "draft"


def test_advance_refuses_a_move_that_the_state_does_not_allow():
    claim = alone().code().open().claim
    with pytest.raises(IllegalMove):
        advance(claim.pk, "open_correction", actor=None, key="k", expected_version=claim.version)


def test_advance_refuses_an_actor_without_the_permission():
    hands = pair().code().open()
    for actor in (hands.coder, make_user("outsider"), make_user("teacher")):
        with pytest.raises(PermissionDenied):
            submit(hands.claim, actor=actor)
    assert hands.claim.state == "draft"


def test_advance_undoes_everything_when_the_effect_fails():
    hands = alone().code().open()

    def effect(claim: Claim) -> dict[str, Any]:
        claim.icn = "SBX1"
        Claim.objects.filter(pk=claim.pk).update(scrubber="off")
        raise LookupError("no")

    with pytest.raises(LookupError):
        submit(hands.claim, effect=effect)
    claim = hands.claim
    assert (claim.state, claim.version, claim.icn, claim.scrubber) == ("draft", 1, "", "full")
    assert [event.move for event in claim.events.all()] == ["open"]


def test_revise_changes_the_claim_in_its_state_and_makes_older_pages_stale():
    hands = alone().code().open()
    call = {"actor": hands.biller, "permission": "claims.prepare_claim"}
    event = revise(
        hands.claim.pk, "look", key="a", expected_version=1, effect=lambda _: {"x": 1}, **call
    )
    assert (event.move, event.from_state, event.to_state, event.payload) == (
        "look",
        "draft",
        "draft",
        {"x": 1},
    )
    with pytest.raises(StaleClaim):
        revise(hands.claim.pk, "look", key="b", expected_version=1, effect=lambda _: {}, **call)


def test_state_cannot_be_assigned():
    claim = alone().code().open().claim
    with pytest.raises(AttributeError):
        claim.state = "paid"
    with pytest.raises(TransitionNotAllowed):
        claim.pay()


def test_state_stays_protected_after_a_claim_was_fetched_again():
    hands = alone().code().open()
    claim = hands.claim
    submit(claim)
    fetched = Claim.objects.get(pk=claim.pk)
    assert fetched.state == "submitted"
    with pytest.raises(AttributeError):
        fetched.state = "paid"
    with pytest.raises(AttributeError):
        claim.state = "paid"


def test_claim_cannot_be_refreshed_and_stays_protected():
    """django-fsm-2 lifts the protection for a refresh only on its own base model."""
    claim = alone().code().open().claim
    with pytest.raises(AttributeError):
        claim.refresh_from_db()
    with pytest.raises(AttributeError):
        claim.state = "paid"


def test_nobody_refreshes_a_claim_or_writes_its_state():
    """Services fetch a claim again instead, and only `advance` moves it."""
    sources = [
        path for room in ("claims", "sandbox") for path in (settings.BASE_DIR / room).rglob("*.py")
    ]
    assert sources
    forbidden = ("refresh_from_db", "update(state", "bulk_update", "setattr(claim")
    found = [(path, word) for path in sources for word in forbidden if word in path.read_text()]
    assert found == []
