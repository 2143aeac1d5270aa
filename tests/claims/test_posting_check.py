"""What a biller typed against the remittance, sentence by sentence."""

from decimal import Decimal

import pytest

from claims.bookkeeping import Reduction
from claims.posting_check import PostingLine, Typed, find_slips

D = Decimal


def line(paid: str, *reductions: tuple[str, str, str]) -> PostingLine:
    rows = tuple(
        Reduction(line=1, group=group, carc=carc, amount=D(amount))
        for group, carc, amount in reductions
    )
    return PostingLine(line=1, paid=D(paid), reductions=rows)


PAID = line("98.47", ("CO", "45", "56.53"), ("PR", "3", "30.00"))
DENIED = line("0.00", ("CO", "197", "300.00"))


@pytest.mark.parametrize(
    ("told", "paid", "adjusted", "words"),
    [
        (PAID, "98.47", "56.53", []),
        (DENIED, "0.00", "0.00", []),
        (PAID, "128.47", "56.53", ["what was allowed"]),
        (PAID, "0.00", "56.53", ["a payment came"]),
        (PAID, "98.74", "56.53", ["divides by nine"]),
        (PAID, "98.47", "86.53", ["$30.00 is the patient's part"]),
        (PAID, "98.47", "30.00", ["that is the patient's part"]),
        (PAID, "98.47", "0.00", ["look for CO-45"]),
        (DENIED, "0.00", "300.00", ["CO-197 is a denial"]),
        (DENIED, "300.00", "0.00", ["paid nothing"]),
        (DENIED, "0.00", "5.00", ["takes nothing off"]),
        (PAID, "1.00", "1.00", ["is not what the payer paid", "is not what the contract takes"]),
    ],
)
def test_slip_says_what_is_wrong(told: PostingLine, paid: str, adjusted: str, words: list[str]):
    slips = find_slips([told], {1: Typed(paid=D(paid), adjusted=D(adjusted))})
    assert len(slips) == len(words)
    for slip, word in zip(slips, words, strict=True):
        assert word in slip.message
        assert slip.message.startswith("Line 1: ")
