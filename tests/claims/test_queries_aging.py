"""Buckets and rates, on accounts made by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from claims.queries.aging import Account, Rate, age_accounts, rates

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
    )


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
    assert rates(accounts)[2] == Rate(
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
    clean, denial = rates(accounts)[:2]
    assert (clean.value, clean.working) == ("25.0%", "1 of 4 claims sent")
    assert (denial.value, denial.working) == ("50.0%", "1 of 2 claims answered")


def test_old_money_is_a_share_of_all_that_is_owed():
    accounts = [account(age=91, insurance="25.00"), account(age=90, patient="75.00")]
    assert rates(accounts)[3].value == "25.0%"
