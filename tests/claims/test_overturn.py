"""What an appeal is about, and what is set aside when it is won."""

from decimal import Decimal

import pytest

from claims.bookkeeping import Reduction
from claims.overturn import denial_of, ground_for, set_aside
from claims.payer import answer
from claims.payer.appeals import Ground
from tests.claims.code_table import CODES
from tests.claims.scenarios import scenario

D = Decimal


def reduction(carc: str, amount: str, group: str = "CO") -> Reduction:
    return Reduction(line=1, group=group, carc=carc, amount=D(amount))


def test_denial_of_is_the_dearest_reason_that_is_no_settlement():
    rows = [
        reduction("45", "900.00"),
        reduction("3", "30.00", "PR"),
        reduction("97", "40.00"),
        reduction("197", "300.00"),
    ]
    assert denial_of(rows) == "197"
    assert denial_of(rows[:2]) == ""


@pytest.mark.parametrize(
    ("carc", "ground"),
    [
        ("50", Ground.RECORDS),
        ("197", Ground.AUTHORIZATION),
        ("29", Ground.TIMELY),
        ("16", None),
    ],
)
def test_ground_for_a_denial(carc: str, ground: Ground | None):
    assert ground_for(carc) == ground
