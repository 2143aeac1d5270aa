"""A claim's rows as its biller's conduct, and the mark that is kept when it closes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from claims.compliance import Kind
from claims.marking import Skill
from claims.models import BillingMark, ClaimEvent, LedgerEntry, Statement
from claims.reason_texts.kinds import Action
from claims.services.billing_lines import bill_line
from claims.services.diagnosing import diagnose
from claims.services.marking import conduct_of, keep_mark, report_of
from claims.services.refusals import Refused
from coding.models import Attempt
from tests.claims.bench import WOUND, Hands, alone
from tests.claims.doors import closed, pended, posted, sent, stopped
from tests.claims.services.test_appealing import LETTER, WORDS

pytestmark = pytest.mark.django_db


def reached(hands: Hands) -> dict[Skill, Decimal]:
    report = report_of(hands.claim)
    assert report is not None
    return {part.skill: part.reached for part in report.parts}


def test_claim_paid_at_once_is_a_first_pass_worth_everything():
    conduct = conduct_of(posted().claim)
    assert (conduct.first_pass, conduct.stopped, conduct.decisions) == (True, 0, ())
    assert conduct.recovered == conduct.collectible > 0
    assert (conduct.sendings, conduct.needed, conduct.kept, conduct.deadlines) == (1, 1, 1, 1)


def test_claim_that_was_not_answered_has_no_mark():
    assert report_of(sent().claim) is None


def test_open_claim_is_not_held_to_what_can_still_be_done():
    conduct = conduct_of(stopped().claim)
    assert (conduct.stopped, conduct.decisions, conduct.first_pass) == (0, (), False)


def test_named_cause_and_right_appeal_count():
    hands = stopped().post()
    cause = hands.claim.submissions.get().remittances.get().findings
    name = next(row["rule"] for row in cause if row["decisive"] and row["owner"] != "none")
    diagnose(hands.claim.pk, **hands.call(chosen=name))
    hands.appeal(LETTER, WORDS)
    hands.move()
    conduct = conduct_of(hands.claim)
    assert (conduct.stopped, conduct.named) == (1, 1)
    assert [(row.taken, row.is_right) for row in conduct.decisions] == [(Action.APPEAL, True)]
    assert conduct.recovered == conduct.collectible


def test_giving_up_is_a_decision_and_costs_its_dollars():
    hands = stopped().post()
    before = conduct_of(hands.claim)
    hands.give_up(Decimal("40.00"), LedgerEntry.WriteOff.AVOIDABLE)
    conduct = conduct_of(hands.claim)
    assert [(row.taken, row.is_right) for row in conduct.decisions] == [(Action.WRITE_OFF, False)]
    assert before.recovered < before.collectible


def test_question_that_lapses_is_a_deadline_and_a_decision_lost():
    hands = pended()
    hands.move()
    conduct = conduct_of(hands.claim)
    assert (conduct.deadlines, conduct.kept, conduct.needed, conduct.sendings) == (2, 1, 2, 1)
    assert [row.taken for row in conduct.decisions] == [None]
    assert reached(hands)[Skill.ACTION] == 0


def test_errors_that_were_mended_before_sending_are_catches():
    hands = alone(WOUND).code().open()
    planted = conduct_of(hands.claim).planted
    hands.check().send()
    conduct = conduct_of(hands.claim)
    assert (conduct.planted, conduct.caught) == (planted, planted)


def test_billing_a_denied_line_is_stopped_and_caps_the_mark():
    hands = stopped().post()
    bill_line(hands.claim.pk, **hands.call(line=2))
    event = ClaimEvent.objects.get(move="bill_line")
    assert event.payload["says"].startswith("Stopped: $")
    assert not Statement.objects.exists()
    report = report_of(hands.claim)
    assert report is not None
    assert [row.kind for row in report.failures] == [Kind.BILLED_PATIENT]
    assert report.score <= Decimal("0.69")


def test_line_that_is_the_patients_is_not_stopped():
    hands = posted()
    with pytest.raises(Refused):
        bill_line(hands.claim.pk, **hands.call(line=1))
    with pytest.raises(Refused):
        bill_line(hands.claim.pk, **hands.call(line=99))


def test_mark_is_kept_once_for_each_close():
    hands = closed()
    kept = BillingMark.objects.get()
    report = report_of(hands.claim)
    assert report is not None
    assert (kept.version, kept.score, kept.earned) == (
        hands.claim.version,
        report.score,
        report.earned,
    )
    assert [(row.skill, row.weight, row.reached) for row in kept.parts.all()] == [
        (part.skill.value, part.weight, part.reached) for part in report.parts
    ]
    keep_mark(hands.claim)
    assert BillingMark.objects.count() == 1


def test_open_claim_keeps_no_mark():
    keep_mark(posted().claim)
    assert not BillingMark.objects.exists()


def test_paid_claim_keeps_its_mark_when_the_patient_has_paid():
    hands = posted()
    hands.bill()
    hands.move()
    assert (hands.claim.state, BillingMark.objects.get().score) == ("closed", Decimal("1.0000"))


def test_page_tells_nothing_before_the_release(client: Client):
    hands = stopped()
    client.force_login(hands.biller)
    url = f"/claims/{hands.claim.pk}/marks/"
    before = client.get(url).content.decode()
    assert "Not released yet" in before
    assert "Had it been right" not in before
    Attempt.objects.update(released_at=timezone.now() - timedelta(days=1))
    after = client.get(url).content.decode()
    assert "Had it been right" in after
    assert f"${conduct_of(hands.claim).collectible:,.2f}" in after
