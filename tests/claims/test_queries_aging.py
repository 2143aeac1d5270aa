"""Buckets and rates, on accounts made by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from claims.queries.aging import Account, Since, age_accounts
from claims.queries.rates import Rate, rates

TODAY = date(2026, 6, 30)


def account(
    *,
    age: int = 0,
    charge: str = "100.00",
    insurance: str = "0.00",
    patient: str = "0.00",
    credit: str = "0.00",
    moves: tuple[str, ...] = ("submit", "accept"),
    outcome: str = "",
    **more: Any,
) -> Account:
    return Account(
        service_date=TODAY - timedelta(days=age),
        today=TODAY,
        charge=Decimal(charge),
        insurance=Decimal(insurance),
        patient=Decimal(patient),
        credit=Decimal(credit),
        moves=frozenset(moves),
        first_outcome=outcome,
        **more,
    )


def rate(label: str, accounts: list[Account]) -> Rate:
    """One of the figures."""
    return next(row for row in rates(accounts) if row.label == label)


@pytest.mark.parametrize(
    ("age", "label"),
    [
        (0, "0-30"),
        (30, "0-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91-120"),
        (120, "91-120"),
        (121, "121+"),
        (900, "121+"),
    ],
)
def test_account_falls_into_one_bucket(age: int, label: str):
    aging = age_accounts([account(age=age, insurance="70.00", patient="30.00")])
    assert {b.label: (b.insurance, b.patient) for b in aging.buckets if b.claims} == {
        label: (Decimal("70.00"), Decimal("30.00"))
    }


def test_bars_are_scaled_to_the_highest_and_stand_on_one_line():
    aging = age_accounts(
        [
            account(age=5, insurance="150.00", patient="50.00"),
            account(age=45, insurance="100.00"),
        ]
    )
    first, second = aging.buckets[:2]
    assert (first.insurance_height, first.patient_height) == (90, 30)
    assert (second.insurance_height, second.patient_height) == (60, 0)
    assert first.insurance_y + first.insurance_height == aging.base
    assert first.patient_y + first.patient_height == first.insurance_y
    assert aging.summary == "$200.00 at 0-30 days; $100.00 at 31-60 days"


def test_settled_and_credited_accounts_are_in_no_bucket():
    aging = age_accounts([account(age=5), account(age=5, credit="20.00")])
    assert (aging.claims, aging.total, aging.summary) == (0, Decimal("0.00"), "Nothing is owed.")


def test_days_in_accounts_receivable_of_the_worked_example():
    """A/R 48,000 less credits 1,200; 117,000 charged in 90 days: 36.0 days."""
    accounts = [
        account(age=10, charge="117000.00", insurance="48000.00"),
        account(age=100, charge="9000.00", credit="1200.00"),
    ]
    assert rate("Days in A/R", accounts) == Rate(
        "Days in A/R", "36.0", "$46,800.00 owed; $117,000.00 charged in 90 days", "30 to 40"
    )


def test_clean_claims_are_those_that_nobody_had_to_touch_again():
    accounts = [
        account(outcome="paid"),
        account(moves=("submit", "reject", "submit", "accept")),
        account(moves=("submit", "accept", "request_information", "send_information")),
        account(moves=("submit", "accept", "deny"), outcome="denied"),
        account(moves=("open",)),
    ]
    clean, denial = rate("Clean-claim rate", accounts), rate("Denial rate", accounts)
    assert (clean.value, clean.working) == ("25.0%", "1 of 4 claims sent")
    assert (denial.value, denial.working) == ("50.0%", "1 of 2 claims answered")


def test_old_money_is_a_share_of_all_that_is_owed():
    accounts = [account(age=91, insurance="25.00"), account(age=90, patient="75.00")]
    assert rate("A/R over 90 days", accounts).value == "25.0%"


def test_age_counts_from_the_first_sending_when_asked():
    sent = account(age=100, insurance="5.00", sent_on=TODAY - timedelta(days=40))
    held = account(age=100, insurance="7.00")
    aging = age_accounts([sent, held], since=Since.SENT)
    assert {b.label: b.insurance for b in aging.buckets if b.claims} == {
        "31-60": Decimal("5.00"),
        "91-120": Decimal("7.00"),
    }
    assert (aging.from_words, age_accounts([]).from_words) == (
        "the first sending",
        "the day of service",
    )


def test_net_collection_rate_of_the_worked_example():
    """Payments 71,250; charges 117,000; contract adjustments 42,000: 95.0 %."""
    accounts = [
        account(charge="117000.00", payments=Decimal(71250), contractual=Decimal(42000)),
    ]
    assert rate("Net collection rate", accounts) == Rate(
        "Net collection rate", "95.0%", "$71,250.00 of $75,000.00 collectible", "95% or more"
    )
    assert rate("Gross collection rate", accounts).value == "60.9%"


@pytest.mark.parametrize(
    ("label", "accounts", "value", "working"),
    [
        (
            "Rejection rate",
            [{"submissions": 3, "rejections": 1}, {"submissions": 1}],
            "25.0%",
            "1 of 4 submissions turned back",
        ),
        (
            "First-pass yield",
            [{"outcome": "paid"}, {"outcome": "paid", "denied": Decimal(5)}, {"outcome": "denied"}],
            "33.3%",
            "1 of 3 claims answered",
        ),
        (
            "Denied dollars",
            [
                {"outcome": "paid", "denied": Decimal(20), "first_charge": Decimal(80)},
                {"outcome": "paid", "first_charge": Decimal(120)},
            ],
            "10.0%",
            "$20.00 of $200.00 answered",
        ),
        (
            "Denial write-offs",
            [{"charge": "100.00", "contractual": Decimal(20), "avoidable": Decimal(4)}],
            "5.0%",
            "$4.00 of $80.00 net revenue",
        ),
        (
            "Overturn rate",
            [{"appeals": 2, "overturned": 1}, {"appeals": 1}],
            "33.3%",
            "1 of 3 appeals decided",
        ),
        (
            "Charge lag",
            [{"age": 10, "coded_on": TODAY - timedelta(days=8)}],
            "2.0 days",
            "2 days from service to codes, 1 claim",
        ),
        (
            "Submission lag",
            [
                {"coded_on": TODAY - timedelta(days=8), "sent_on": TODAY - timedelta(days=7)},
                {"coded_on": TODAY - timedelta(days=8), "sent_on": TODAY - timedelta(days=4)},
                {"coded_on": TODAY},
            ],
            "2.5 days",
            "5 days from codes to sending, 2 claims",
        ),
    ],
)
def test_rate_shows_its_sum(label: str, accounts: list[dict[str, Any]], value: str, working: str):
    found = rate(label, [account(**row) for row in accounts])
    assert (found.value, found.working) == (value, working)


def test_rate_with_nothing_to_divide_by_is_a_dash():
    assert {row.value for row in rates([])} == {"\u2013"}
