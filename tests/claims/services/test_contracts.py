"""A payer that pays short, found against the contract and won back by appeal."""

from decimal import Decimal

import pytest
from django.urls import reverse

from claims.models import Appeal
from claims.queries.reconciling import reconcile
from claims.services.accounts import newest_remittance
from claims.services.contracts import contract_lines, payment_dispute
from coding.documents import DocumentError
from sandbox.classroom.player import Goal, play
from tests.claims.bench import CLEAN, Hands, alone, hands_of, ready
from tests.claims.books import check_books, money
from tests.claims.pages import client_of
from tests.factories import make_practice

pytestmark = pytest.mark.django_db
D = Decimal
OLD_FEE = '{procedure: OV-324, fee: "100.00"}'
WHERE = "    history: []\nregistration"
LAST_YEAR = {WHERE: WHERE.replace("\n", f"\n    slips: [{OLD_FEE}]\n")}


def answered(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered()


def test_contract_as_agreed_shows_no_difference():
    hands = answered(alone())
    lines = contract_lines(newest_remittance(hands.claim))
    assert [row.line for row in lines] == [1, 2, 3]
    assert not any(row.differs for row in lines)
    assert payment_dispute(newest_remittance(hands.claim)) == ("", (), ())


def test_short_payment_is_shown_only_when_asked():
    hands = answered(alone(swaps=LAST_YEAR)).post()
    carc, lines, amounts = payment_dispute(newest_remittance(hands.claim))
    assert (carc, lines, amounts) == ("45", (1,), ("128.47",))
    url = reverse("claims:claim", args=[hands.claim.pk])
    client = client_of(hands.biller)
    assert "128.47" not in client.get(f"{url}?show=money").text
    page = client.get(f"{url}?show=contract").text
    assert "$128.47" in page
    assert "The payer paid short" in page


def test_appeal_that_cites_the_contract_wins_the_difference():
    hands = answered(alone(swaps=LAST_YEAR)).post()
    before = money(hands.claim)["payer"]
    passage = hands.case.note.splitlines()[1]
    hands.appeal("By our contract the visit is allowed at 128.47, not 100.00.", [passage])
    hands.move()
    assert Appeal.objects.get().outcome == "overturned"
    hands.post()
    assert money(hands.claim)["payer"] == before + D("28.47")
    check_books(hands.claim)
    assert reconcile([hands.claim.pk]).problems == ()


def test_appeal_without_the_contracts_amount_is_lost():
    hands = answered(alone(swaps=LAST_YEAR)).post()
    hands.appeal("You paid too little.", [hands.case.note.splitlines()[1]])
    hands.move()
    assert Appeal.objects.get().outcome == "upheld"


def test_slip_that_says_nothing_or_both_is_refused():
    for wrong in ("{procedure: OV-324}", '{procedure: OV-324, fee: "1.00", benefit: visit}'):
        with pytest.raises(DocumentError, match="either fee or benefit"):
            ready(CLEAN, {WHERE: LAST_YEAR[WHERE].replace(OLD_FEE, wrong)})


def test_broken_wrist_of_the_library_is_paid_by_an_old_fee():
    work = make_practice(slug="colles-fracture-first-visit")
    play(work, goal=Goal.POSTED)
    hands = hands_of(work)
    short = [row for row in contract_lines(newest_remittance(hands.claim)) if row.differs]
    assert [(row.procedure, row.came.allowed, row.expected.allowed) for row in short] == [
        ("MS-335", D("431.20"), D("464.78"))
    ]
    expect = hands.case.expect
    remittance = newest_remittance(hands.claim)
    assert remittance.paid < expect.paid
    assert sum(row.expected.paid for row in contract_lines(remittance)) == expect.paid
