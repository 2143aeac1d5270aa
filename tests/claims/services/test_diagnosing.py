"""The biller names the cause before it is shown."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from claims.models import Diagnosis
from claims.queries.causes import causes_of, question_of
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.diagnosing import diagnose
from claims.services.refusals import Refused
from coding.models import Attempt
from tests.claims.bench import SCAN, WOUND, Hands, alone, pair
from tests.claims.doors import stopped

pytestmark = pytest.mark.django_db


def name_cause(hands: Hands, chosen: str, **changes: object) -> None:
    diagnose(hands.claim.pk, **hands.call(chosen=chosen, **changes))


def cause_of(hands: Hands) -> str:
    """The rule that stopped the dearest line, as the payer knows it."""
    causes = causes_of(hands.claim, sees_all=True)
    assert causes is not None
    return causes.stopped[0].rule.replace(" ", "_")


def test_right_name_is_kept_with_its_answer():
    hands = stopped()
    cause = cause_of(hands)
    name_cause(hands, cause)
    row = Diagnosis.objects.get()
    assert (row.chosen, row.right, row.is_right) == (cause, [cause], True)
    assert (row.remittance.number, row.by, row.on) == (
        1,
        hands.biller,
        hands.attempt.scenario_date,
    )
    assert question_of(hands.claim) is None


@pytest.mark.parametrize("chosen", ["", "wrong"])
def test_wrong_name_and_none_are_kept_too_and_count_once(chosen: str):
    hands = stopped()
    question = question_of(hands.claim)
    assert question is not None
    cause = cause_of(hands)
    other = next(row.rule for row in question.suspects if row.rule != cause)
    name_cause(hands, other if chosen else "")
    assert (Diagnosis.objects.get().is_right, Diagnosis.objects.get().right) == (False, [cause])
    with pytest.raises(Refused):
        name_cause(hands, cause)


def test_rule_that_was_not_offered_is_refused():
    hands = stopped()
    with pytest.raises(Refused) as refused:
        name_cause(hands, "frequency_limit_of_nobody")
    assert refused.value.field == "chosen"
    assert not Diagnosis.objects.exists()


def test_nothing_stopped_is_nothing_to_explain():
    hands = alone().code().open().check()
    hands.send()
    hands.answered()
    assert question_of(hands.claim) is None
    with pytest.raises(Refused):
        name_cause(hands, "")


def test_front_door_is_asked_about_too():
    hands = alone(WOUND).code().open().unscrubbed()
    hands.edit(member_id="")
    hands.send()
    hands.move()
    assert hands.claim.state == "rejected"
    question = question_of(hands.claim)
    assert question is not None
    assert question.source == "the rejection at the front door"
    name_cause(hands, cause_of(hands))
    assert (Diagnosis.objects.get().remittance, Diagnosis.objects.get().is_right) == (None, True)


def test_naming_is_the_billers_of_the_claim_as_it_stands():
    hands = stopped()
    with pytest.raises(StaleClaim):
        name_cause(hands, "", expected_version=0)
    shared = pair(SCAN)
    shared.code().open()
    with pytest.raises(IllegalMove):
        name_cause(shared, "")
    shared.unscrubbed().send()
    shared.answered()
    with pytest.raises(PermissionDenied):
        name_cause(shared, "", actor=shared.coder)


def test_page_asks_before_it_tells(client: Client):
    hands = stopped()
    client.force_login(hands.biller)
    cause = causes_of(hands.claim, sees_all=False)
    assert cause is not None
    url = f"/claims/{hands.claim.pk}/"
    before = client.get(url, {"show": "causes"}).content.decode()
    assert "Name the cause" in before
    assert cause.stopped[0].detail not in before
    Attempt.objects.update(released_at=timezone.now())
    assert "Name the cause" in client.get(url, {"show": "causes"}).content.decode()
    name_cause(hands, "")
    after = client.get(url, {"show": "causes"}).content.decode()
    assert "asked to be told" in after
    assert cause.stopped[0].detail in after
