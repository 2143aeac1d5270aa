"""Ask the payer about a member."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.facts import Eligibility
from claims.models import Coverage, EligibilityCheck
from claims.services.checking import check_coverage, last_eligibility
from claims.services.opening import open_claim
from claims.services.preparing import edit_boxes
from claims.services.refusals import Refused
from claims.services.sending import scrub_claim
from sandbox.classroom.player import Goal, play
from tests.claims.bench import SCAN, Hands, alone, pair
from tests.factories import make_practice

ENDED = {"    terminated:\n": "    terminated: 2026-02-28\n"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def hands() -> Hands:
    return alone().code().open()


def test_check_coverage_reads_what_the_payer_holds(hands: Hands):
    check = check_coverage(hands.claim.pk, actor=hands.biller)
    answer = dict(check.answer)
    visit = next(row for row in answer.pop("benefits") if row["benefit"] == "visit")
    assert visit == {
        "benefit": "visit",
        "label": "Office visit",
        "copay": "30.00",
        "deductible": False,
        "coinsurance": "0",
    }
    assert isinstance(answer.pop("exclusions"), list)
    assert (check.is_active, check.service_date) == (True, date(2026, 3, 10))
    assert answer == {
        "found": True,
        "headline": "Active on 2026-03-10 with Prairie Mutual Sandbox.",
        "order": 1,
        "payer": "Prairie Mutual Sandbox",
        "plan": "PPO Standard",
        "network": "in",
        "effective": "2026-01-01",
        "terminated": "",
        "gaps": [],
        "name": "Rowan Ashdown",
        "born": "1971-06-04",
        "sex": "F",
        "insured": {},
        "deductible_left": "10.00",
        "out_of_pocket_left": "2750.00",
        "referral": [],
        "authorization": [],
        "other_payers": [],
    }


def test_check_coverage_says_that_it_is_over():
    hands = alone(swaps=ENDED).code().open()
    check = check_coverage(hands.claim.pk, actor=hands.biller)
    assert (check.is_active, check.answer["terminated"]) == (False, "2026-02-28")
    assert check.answer["headline"] == (
        "Not active on 2026-03-10: coverage with Prairie Mutual Sandbox ended on 2026-02-28."
    )


GAP = {"    history: []\n": "    history: []\n    gaps: [{from: 2026-03-01, to: 2026-03-10}]\n"}


def test_check_coverage_says_that_the_day_falls_into_a_gap():
    hands = alone(swaps=GAP).code().open()
    check = check_coverage(hands.claim.pk, actor=hands.biller)
    assert not check.is_active
    assert check.answer["headline"] == (
        "Not active on 2026-03-10: Prairie Mutual Sandbox covered nobody from 2026-03-01 to "
        "2026-03-10."
    )
    assert "S07" in {row.rule for row in scrub_claim(hands.claim)}


def test_check_coverage_after_the_gap_finds_it_active():
    hands = alone(swaps=GAP).code().open()
    check = check_coverage(hands.claim.pk, actor=hands.biller, service_date=date(2026, 3, 11))
    assert check.is_active


def test_check_coverage_of_another_day_finds_it_active():
    hands = alone(swaps=ENDED).code().open()
    check = check_coverage(hands.claim.pk, actor=hands.biller, service_date=date(2026, 2, 1))
    assert check.is_active


def test_check_coverage_of_an_unknown_member_tells_nothing_else(hands: Hands):
    check = check_coverage(hands.claim.pk, actor=hands.biller, member_id="sbx100200399")
    assert (check.is_active, check.member_id) == (False, "SBX100200399")
    assert check.answer == {
        "found": False,
        "headline": "Prairie Mutual Sandbox knows no member SBX100200399.",
    }


def test_check_coverage_of_a_payer_that_has_no_such_member(hands: Hands):
    check = check_coverage(hands.claim.pk, actor=hands.biller, payer_id="SBX02")
    assert check.answer["found"] is False


def test_check_coverage_finds_the_patient_by_name_and_birth_date():
    work = make_practice(slug="opioid-use-visit")
    play(work, goal=Goal.CODED)
    biller = work.seats.get(desk="biller").user
    claim = open_claim(work.attempt_id, actor=biller, key="open")
    check = check_coverage(claim.pk, actor=biller, payer_id="SBX03")
    assert (check.member_id, check.is_active) == ("SBX300481597", True)


def test_check_coverage_by_name_wants_the_right_birth_date(hands: Hands):
    edit_boxes(
        hands.claim.pk,
        actor=hands.biller,
        key="slip",
        content_changes={"patient_born": date(1971, 6, 5)},
        expected_version=hands.claim.version,
    )
    check = check_coverage(hands.claim.pk, actor=hands.biller, payer_id="SBX01")
    assert check.answer["headline"] == (
        "Prairie Mutual Sandbox knows nobody of that name and birth date."
    )


def test_check_coverage_names_what_needs_leave():
    hands = alone(SCAN).code().open()
    check = check_coverage(hands.claim.pk, actor=hands.biller)
    assert check.answer["authorization"] == ["IM-314"]


def test_check_coverage_twice_on_a_day_is_one_question(hands: Hands):
    first = check_coverage(hands.claim.pk, actor=hands.biller)
    assert check_coverage(hands.claim.pk, actor=hands.biller) == first
    Coverage.objects.update(opening_deductible=Decimal("0.00"))
    assert check_coverage(hands.claim.pk, actor=hands.biller) != first
    assert EligibilityCheck.objects.count() == 2


def test_check_coverage_changes_nothing_on_the_claim(hands: Hands):
    check_coverage(hands.claim.pk, actor=hands.biller)
    assert hands.claim.version == 1


@pytest.mark.parametrize(
    ("field", "asked"),
    [("payer_id", {"payer_id": "SBX99"}), ("member_id", {"member_id": "9" * 21})],
)
def test_check_coverage_refuses_a_question_that_is_none(
    hands: Hands, field: str, asked: dict[str, str]
):
    with pytest.raises(Refused) as refused:
        check_coverage(hands.claim.pk, actor=hands.biller, **asked)
    assert refused.value.field == field


def test_check_coverage_is_the_billers():
    hands = pair().code().open()
    with pytest.raises(PermissionDenied):
        check_coverage(hands.claim.pk, actor=hands.coder)


def test_last_eligibility_is_the_newest_answer_about_the_claims_member(hands: Hands):
    assert last_eligibility(hands.claim) is None
    hands.check()
    check_coverage(hands.claim.pk, actor=hands.biller, member_id="SBX100200399")
    assert last_eligibility(hands.claim) == Eligibility(
        member_id="SBX100200301",
        checked_on=date(2026, 3, 10),
        name="Rowan Ashdown",
        born=date(1971, 6, 4),
        effective=date(2026, 1, 1),
    )
    hands.edit(member_id="SBX100200399")
    assert last_eligibility(hands.claim) == Eligibility(member_id="", checked_on=date(2026, 3, 10))


def test_scrubber_knows_only_what_was_asked():
    hands = alone(swaps=ENDED).code().open()
    assert "S07" not in {row.rule for row in scrub_claim(hands.claim)}
    hands.check()
    assert "S07" in {row.rule for row in scrub_claim(hands.claim)}
