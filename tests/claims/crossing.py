"""A claim whose payer sends its own answer on to the next plan."""

from tests.claims.bench import Hands, alone
from tests.claims.doors import FIRST, ORDERED, SEEN, SENIOR, second


def sent_across() -> Hands:
    """A claim that the Medicare-like payer has accepted, and will send on to the second plan."""
    swaps = {
        FIRST: SENIOR,
        "registration: {}": second("SBX02", "hmo-gold", "SBX200200301"),
        SEEN: ORDERED,
    }
    hands = alone(swaps=swaps).code().open().unscrubbed()
    hands.send()
    hands.move()
    return hands
