"""What the front desk keyed wrong and who holds the policy: on the claim, in the payer's answer."""

from datetime import date

import pytest

from claims.queries.coverage import coverage_of
from claims.services.sending import scrub_claim
from tests.claims.bench import Hands, alone
from tests.claims.doors import FIRST, ORDERED, SEEN, second
from tests.claims.pages import client_of

pytestmark = pytest.mark.django_db
HELD = (
    "insured: {relationship: spouse, name: Ida Ashdown, born: 1949-05-02}\n    authorizations: []\n"
)
INSURED = {"    authorizations: []\n": f"    {HELD}"}


def opened(swaps: dict[str, str]) -> Hands:
    """A claim as registration left it, coverage asked about."""
    return alone(swaps=swaps).code().open().check()


def keyed(slips: str) -> dict[str, str]:
    return {"registration: {}": f"registration: {{{slips}}}"}


def errors(hands: Hands) -> set[str]:
    return {row.rule for row in scrub_claim(hands.claim) if row.severity.value == "error"}


@pytest.mark.parametrize(
    ("slips", "edit"),
    [
        ("relationship: spouse", "S04"),
        ("signature_on_file: false", "S43"),
        ("assigns_benefits: false", "S43"),
        ("accepts_assignment: false", "S43"),
        ("provider_signed: false", "S43"),
        ('rendering_npi: "9990000026"', "S33"),
        ('tax_id: "000000101"', "S34"),
        ("billing_street: PO Box 12", "S34"),
        ('billing_zip: "99999"', "S34"),
    ],
)
def test_slip_of_registration_stands_on_the_claim_and_is_caught(slips: str, edit: str):
    assert errors(opened(keyed(slips))) == {edit}


def test_policy_of_somebody_else_is_on_the_claim():
    content = opened(INSURED).claim.boxes
    assert (content.relationship, content.insured_name, content.insured_born) == (
        "spouse",
        "Ida Ashdown",
        date(1949, 5, 2),
    )


def test_coverage_answer_says_who_holds_the_policy_beside_the_claim():
    hands = opened({**INSURED, **keyed("relationship: self, insured_born: 1950-05-02")})
    newest = coverage_of(hands.claim).newest
    assert newest is not None
    told = {fact.label: (fact.on_claim, fact.on_file, fact.differs) for fact in newest.facts}
    assert told["Who holds the policy"] == ("The patient", "The patient's spouse", True)
    assert told["Insured"] == ("Ida Ashdown", "Ida Ashdown", False)
    assert told["Insured's birth date"][2]
    assert errors(hands) == {"S04"}


def test_coverage_answer_about_another_member_id_says_so():
    hands = opened({})
    page = client_of(hands.biller).get(f"/claims/{hands.claim.pk}/?show=coverage").content.decode()
    assert "another member ID" not in page
    hands.edit(member_id="SBX100200999")
    newest = coverage_of(hands.claim).newest
    assert newest is not None
    told = {fact.label: (fact.on_claim, fact.on_file, fact.differs) for fact in newest.facts}
    assert told["Member ID"] == ("SBX100200999", "SBX100200301", True)
    assert not told["Payer"][2]
    page = client_of(hands.biller).get(f"/claims/{hands.claim.pk}/?show=coverage").content.decode()
    assert "another member ID" in page


def test_next_payers_claim_names_who_holds_that_policy():
    other = second("SBX02", "hmo-silver", "SBX200200301").replace(
        "    authorizations: []\n", f"    {HELD}"
    )
    hands = alone(swaps={FIRST: FIRST, "registration: {}": other, SEEN: ORDERED}).code().open()
    hands.check().send()
    hands.answered().post().find("SBX02")
    assert hands.claim.boxes.relationship == "self"
    content = hands.bill_next().claim.boxes
    assert (content.relationship, content.insured_name) == ("spouse", "Ida Ashdown")
