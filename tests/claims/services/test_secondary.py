"""Two payers: the second is billed what the first left, and the dollars are counted once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from claims.models import Claim, LedgerEntry, Submission
from claims.queries.reconciling import reconcile
from claims.services.accounts import line_accounts, newest_remittance, reductions_of
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.refusals import Refused
from claims.services.scenarios import scenario_now, scenario_sent
from claims.services.secondary import open_next_claim
from tests.claims.bench import CLEAN, Hands, alone
from tests.claims.books import check_books, money
from tests.claims.crossing import sent_across
from tests.claims.doors import FIRST, SENIOR, covered_twice, second
from tests.claims.pages import client_of

pytestmark = pytest.mark.django_db
D = Decimal


def both(hands: Hands) -> list[Claim]:
    return list(Claim.objects.filter(attempt=hands.attempt_id).order_by("sequence"))


def test_what_the_first_payer_left_goes_over_and_the_patient_is_not_billed_for_it():
    first = covered_twice().find("SBX02")
    before = money(first.claim)
    owed = before["balance"]
    after = first.bill_next()
    assert (after.claim.state, after.claim.boxes.payer_id, after.claim.boxes.member_id) == (
        "draft",
        "SBX02",
        "SBX200200301",
    )
    assert (first.claim.state, first.claim.balance()) == ("paid", D("0.00"))
    assert after.claim.balance() == owed == D("41.86")
    assert money(after.claim)["charge"] == D("0.00")
    with pytest.raises(Refused, match="left nothing to the patient"):
        first.bill()
    for claim in both(first):
        check_books(claim)


def test_second_payer_is_told_what_the_first_paid_and_took_off_on_every_line():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    told = newest_remittance(first.claim)
    sent = scenario_now(after.claim, frequency=Submission.Frequency.ORIGINAL).claim
    for line, answered in zip(sent.lines, told.lines.order_by("number"), strict=True):
        left = sum(
            (
                row.amount
                for row in reductions_of(told)
                if row.line == line.number and row.group == "PR"
            ),
            D("0.00"),
        )
        assert line.prior.paid == answered.paid
        assert line.charge - line.prior.paid - line.prior.contractual == left


def test_second_payer_answers_with_oa23_and_both_claims_close_together():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    after.check()
    after.send()
    after.answered()
    told = newest_remittance(after.claim)
    taken = [row for row in reductions_of(told) if (row.group, row.carc) == ("OA", "23")]
    assert sum(row.amount for row in taken) == D("221.00") - D("41.86")
    for line in told.lines.all():
        own = sum(row.amount for row in line.adjustments.all())
        assert line.charge - own == line.paid
    after.post()
    assert first.claim.state == "paid", "it waits for the claim that took its balance"
    if after.claim.state != "closed":
        after.bill()
        after.move()
    assert [claim.state for claim in both(first)] == ["closed", "closed"]
    assert first.claim.disposition == after.claim.disposition == "paid_in_full"
    assert sum(money(claim)["balance"] for claim in both(first)) == D("0.00")
    paid = sum(money(claim)[who] for claim in both(first) for who in ("payer", "patient"))
    assert paid == D("105.91") + D("41.86")
    for claim in both(first):
        check_books(claim)


def test_a_new_answer_of_the_first_payer_changes_what_stands_with_the_second():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    first.correct()
    first.edit(charges=(D("190.00"), D("10.00"), D("5.00")))
    first.resend()
    first.answered().post()
    left = newest_remittance(first.claim).patient_responsibility
    assert left != D("41.86")
    assert (first.claim.balance(), after.claim.balance()) == (D("0.00"), left)
    moved = LedgerEntry.objects.filter(claim__attempt=first.attempt_id, kind="transfer")
    assert sum(row.amount for row in moved) == 0
    for claim in both(first):
        check_books(claim)


def test_voiding_the_second_claim_gives_the_balance_back():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    after.check()
    after.send()
    after.answered().post()
    if after.claim.state == "closed":
        after.reopen()
    after.void()
    assert (after.claim.state, after.claim.balance()) == ("closed", D("0.00"))
    assert first.claim.balance() == D("41.86")
    assert sum(row.patient_owes for row in line_accounts(first.claim)) == D("41.86")
    first.bill()


def test_voiding_the_first_claim_leaves_the_second_nothing_to_ask_for():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    first.void()
    assert (first.claim.balance(), after.claim.balance()) == (D("0.00"), D("0.00"))
    for claim in both(first):
        check_books(claim)


def test_next_claim_is_opened_once_and_a_repeated_key_gives_it_again():
    first = covered_twice().find("SBX02")
    call = first.call()
    opened = open_next_claim(first.claim.pk, **call)
    assert open_next_claim(first.claim.pk, **call) == opened
    with pytest.raises(Refused, match="open already"):
        open_next_claim(first.claim.pk, **first.call())
    assert len(both(first)) == 2


def test_next_claim_needs_a_coverage_that_was_found():
    with pytest.raises(Refused, match="No other coverage is known"):
        covered_twice().bill_next()


def test_next_claim_needs_the_posted_answer():
    hands = alone(CLEAN, swaps={"registration: {}": second("SBX02", "hmo-silver", "SBX200200301")})
    hands.code().open().check()
    hands.send()
    hands.answered().find("SBX02")
    with pytest.raises(Refused, match="Post the newest remittance"):
        hands.bill_next()


def test_plan_that_pays_first_is_billed_by_a_correction_instead():
    registered = second("SBX02", "hmo-silver", "SBX200200301").replace(
        "registration: {}", "registration: {payer: SBX02, member_id: SBX200200301}"
    )
    hands = alone(CLEAN, swaps={"registration: {}": registered}).code().open().unscrubbed()
    hands.send()
    hands.answered().post()
    assert ("CO", "22") in {
        (row.group, row.carc) for row in reductions_of(newest_remittance(hands.claim))
    }
    hands.find("SBX01")
    with pytest.raises(Refused, match="pays first"):
        hands.bill_next()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"expected_version": 0}, StaleClaim), ({"actor": None}, PermissionDenied)],
)
def test_next_claim_is_refused_to_a_stale_page_and_to_who_may_not(wrong, error, django_user_model):
    first = covered_twice().find("SBX02")
    if "actor" in wrong:
        wrong = {"actor": django_user_model.objects.create_user("stranger")}
    with pytest.raises(error):
        open_next_claim(first.claim.pk, **first.call(**wrong))
    assert len(both(first)) == 1


def test_next_claim_is_refused_while_a_correction_is_open():
    first = covered_twice().find("SBX02")
    first.correct()
    with pytest.raises(IllegalMove):
        first.bill_next()


def test_senior_payer_sends_its_answer_on_by_itself():
    first = covered_twice(SENIOR, second("SBX01", "ppo-plus", "SBX100714402"))
    told = newest_remittance(first.claim)
    assert "MA18" in told.rarcs
    after = first.on_next()
    assert after.claim.state == "submitted"
    assert after.claim.submissions.get().sent_on == told.on
    sent = after.claim.events.get(move="submit")
    assert (sent.by, sent.actor) == ("payer", None)
    assert sent.payload["says"] == "Senior Federal Sandbox sent the claim on by itself."
    assert first.claim.balance() == D("0.00")
    assert after.claim.balance() == told.patient_responsibility
    after.answered().post()
    assert newest_remittance(after.claim).on > told.on
    for claim in both(first):
        check_books(claim)


def test_next_payers_claim_waits_until_the_first_answer_is_posted():
    """Its part comes over with the first payer's answer; before that its books are empty."""
    first = sent_across().answered()
    after = first.on_next()
    after.answered().post()
    assert (first.claim.state, after.claim.state) == ("paid", "denied")
    assert [reconcile([claim.pk]).problems for claim in both(first)] == [(), ()]
    first.post()
    assert after.claim.state == "denied"
    assert after.claim.balance() == newest_remittance(first.claim).patient_responsibility
    for claim in both(first):
        check_books(claim)


def test_senior_payer_sends_nothing_on_where_there_is_no_next_plan():
    first = covered_twice(SENIOR, "registration: {}")
    assert "MA18" not in newest_remittance(first.claim).rarcs
    assert len(both(first)) == 1


def test_senior_payer_sends_nothing_on_to_a_plan_that_is_over():
    late = second("SBX01", "ppo-plus", "SBX100714402", opens="2026-04-01")
    first = covered_twice(SENIOR, late)
    assert len(both(first)) == 1
    assert first.attempt.scenario_date > date(2026, 3, 10)


def test_the_claims_of_one_encounter_are_opened_again_together():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    after.check()
    after.send()
    after.answered().post()
    if after.claim.state != "closed":
        after.bill()
        after.move()
    after.reopen()
    assert [claim.state for claim in both(first)] == ["paid", "paid"]
    after.void()
    assert (first.claim.state, first.claim.balance()) == ("paid", D("41.86"))
    after.reopen()
    assert (first.claim.balance(), after.claim.balance()) == (D("0.00"), D("41.86"))
    for claim in both(first):
        check_books(claim)


def test_pages_of_the_two_claims_lead_to_each_other_and_to_one_mark():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    client = client_of(first.biller)
    urls = {
        hands.sequence: reverse("claims:claim", args=[hands.claim.pk]) for hands in (first, after)
    }
    assert urls[2] in client.get(urls[1]).content.decode()
    page = client.get(urls[2]).content.decode()
    assert urls[1] in page
    assert "29 Paid by the payer before" in page
    assert "29 Paid by the payer before" not in client.get(urls[1]).content.decode()
    marks = client.get(reverse("claims:marks", args=[after.claim.pk]))
    assert marks["Location"] == reverse("claims:marks", args=[first.claim.pk])


def test_the_submission_keeps_what_the_second_payer_was_told():
    first = covered_twice().find("SBX02")
    after = first.bill_next()
    after.check()
    after.send()
    told = after.claim.submissions.get().content["lines"]
    first.correct()
    first.edit(charges=(D("190.00"), D("10.00"), D("5.00")))
    first.resend()
    first.answered()
    sent = scenario_sent(after.claim.submissions.get()).claim
    assert [str(line.prior.paid) for line in sent.lines] == [row["prior"]["paid"] for row in told]


def test_auto_accident_goes_to_its_own_insurer_and_is_settled_there():
    auto = """  - payer: SBX05
    plan: auto-medical
    member_id: SBX500200301"""
    keyed = "registration: {payer: SBX01, member_id: SBX100714402}"
    facts = "claim: {accident: auto, accident_date: 2026-03-10}"
    health = second("SBX01", "ppo-standard", "SBX100714402")
    swaps = {
        FIRST: auto,
        "registration: {}": health.replace("registration: {}", f"{keyed}\n{facts}"),
    }
    hands = alone(CLEAN, swaps=swaps).code().open().unscrubbed()
    hands.send()
    hands.answered()
    said = {(row.group, row.carc) for row in reductions_of(newest_remittance(hands.claim))}
    assert said == {("OA", "21")}
    hands.post().correct()
    hands.edit(payer_id="SBX05", member_id="SBX500200301")
    hands.resend()
    while hands.claim.state == "submitted":
        hands.move()
    assert hands.claim.state == "pended", "this insurer reads the record of every claim"
    hands.inform()
    hands.answered().post()
    assert (hands.claim.state, hands.claim.balance()) == ("closed", D("0.00"))
    check_books(hands.claim)
