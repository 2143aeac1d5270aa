"""Ten thousand steps at random through the lifecycle, with every truth asserted after each.

A walk takes up a case, slips and all, works it for a while, leaves it as it is and takes up the
next. One walk of 400 steps is taken each time, the others by `make prove`. The steps and the truths
are those of the short paths (`test_invariants`).
"""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from django.core.exceptions import PermissionDenied

from claims.forms.steps import CORRECTIONS
from claims.models import Claim, ClaimState
from claims.payer.appeals import Ground
from claims.queries.causes import question_of
from claims.services.asking import ask_status
from claims.services.billing_lines import bill_line
from claims.services.diagnosing import diagnose
from claims.services.refusals import Refused
from claims.services.secondary import open_next_claim
from coding.conflicts import Conflict
from tests.claims.bench import CLEAN, KNEE, SCAN, VIDEO, WOUND, Hands, alone
from tests.claims.doors import FIRST, ORDERED, SEEN, SENIOR, second
from tests.claims.test_invariants import STEPS_OF_A_BILLER, Step, check
from tests.factories import make_user
from tests.proofs import some_of

pytestmark = pytest.mark.django_db
WALKS = 25
ATTEMPTS = 8
STEPS = 50
"""WALKS x ATTEMPTS x STEPS = 10,000."""


def _name_a_cause(hands: Hands, dice: Random) -> object:
    question = question_of(hands.claim)
    offered = [row.rule for row in question.suspects] if question else []
    return diagnose(hands.claim.pk, **hands.call(chosen=dice.choice(["", *offered, "no rule"])))


def _appeal(hands: Hands, dice: Random) -> object:
    """With the right words or with none that matter, on any ground."""
    coded = (*hands.case.key.diagnoses, *hands.case.key.procedures)
    right = [quote.text for row in coded for quote in row.evidence]
    words = dice.choice([right[:6], [hands.case.note.splitlines()[1]]])
    return hands.appeal("Look again: " + " ".join(words), words, dice.choice([None, *Ground]))


def _stale(hands: Hands, dice: Random) -> object:
    """A page that was made before the last step."""
    step = dice.choice([ask_status, bill_line])
    more = {"line": 1} if step is bill_line else {}
    return step(hands.claim.pk, **hands.call(expected_version=hands.claim.version - 1, **more))


def _recode(hands: Hands, dice: Random) -> object:
    slips = [row.name for row in hands.case.pitfalls if row.change.diagnoses or row.change.lines]
    return hands.recode(hands.slip(dice.choice(slips)) if slips and dice.random() < 0.5 else None)


ALL_STEPS: dict[str, Step] = {
    **STEPS_OF_A_BILLER,
    "appeal": _appeal,
    "correct": lambda hands, dice: hands.correct(dice.choice([None, None, *CORRECTIONS])),
    "name a cause": _name_a_cause,
    "ask": lambda hands, _: ask_status(hands.claim.pk, **hands.call()),
    "bill a line": lambda hands, dice: bill_line(
        hands.claim.pk, **hands.call(line=dice.randint(1, 4))
    ),
    "find a plan": lambda hands, dice: hands.find(dice.choice(["SBX01", "SBX02"])),
    "next payer": lambda hands, _: open_next_claim(hands.claim.pk, **hands.call()),
    "stale": _stale,
    "recode": _recode,
    "strict": lambda hands, dice: Claim.objects.filter(pk=hands.claim.pk).update(
        scrubber=dice.choice(["off", "off", "basic", "full"])
    ),
}


ONE_PLAN = (WOUND, SCAN, CLEAN, KNEE, VIDEO)
TWO_PLANS = (
    {"registration: {}": second("SBX02", "hmo-silver", "SBX200200301")},
    {"registration: {}": second("SBX02", "hmo-gold", "SBX200200301"), FIRST: SENIOR, SEEN: ORDERED},
)
"""Swaps: a second plan to bill by hand, and one that the first payer sends its answer on to."""
TAKEN_UP = (*((slug, None) for slug in ONE_PLAN), *((CLEAN, swaps) for swaps in TWO_PLANS))
"""Case and swaps, in turn."""


def in_hand(hands: Hands, dice: Random) -> Hands:
    """The same hands on one of the encounter's claims."""
    claims = Claim.objects.filter(attempt=hands.attempt_id).order_by("sequence")
    return replace(hands, sequence=dice.choice(list(claims.values_list("sequence", flat=True))))


def sent_claims(hands: Hands) -> list[Hands]:
    """The same hands on each claim that was sent."""
    sent = Claim.objects.filter(attempt=hands.attempt_id, submissions__isnull=False).distinct()
    return [replace(hands, sequence=claim.sequence) for claim in sent]


def attempt_of(dice: Random, number: int) -> Hands:
    """A case taken up rightly or with one of its slips in the codes, its claim open."""
    slug, swaps = TAKEN_UP[number % len(TAKEN_UP)]
    hands = alone(slug, make_user(f"walker{number}"), swaps)
    slips = [row.name for row in hands.case.pitfalls if row.change.diagnoses or row.change.lines]
    hands.code(hands.slip(dice.choice(slips)) if slips and number % 2 and not swaps else None)
    hands.open().unscrubbed()
    if swaps is TWO_PLANS[0]:
        hands.send()
        hands.answered().post().find("SBX02").bill_next()
    return hands


def state_of(hands: Hands) -> tuple[int, str, int, int]:
    """What no refused step may change."""
    claim = hands.claim
    return claim.version, claim.state, claim.ledger.count(), claim.events.count()


def step_once(hands: Hands, dice: Random) -> str:
    """Try steps until one is not refused; what is refused changes nothing."""
    names = dice.sample(sorted(ALL_STEPS), len(ALL_STEPS))
    for name in names:
        before = state_of(hands)
        try:
            ALL_STEPS[name](hands, dice)
        except (Refused, Conflict, PermissionDenied):
            assert state_of(hands) == before, name
        else:
            return name
    raise AssertionError("nothing can be done, not even waiting")


@pytest.mark.parametrize("walk", some_of([(walk,) for walk in range(WALKS)], short=1))
def test_every_truth_holds_after_every_step(walk: int) -> None:
    dice = Random(walk)
    made: Counter[str] = Counter()
    states: set[str] = set()
    payers = 1
    for number in range(ATTEMPTS):
        hands = attempt_of(dice, number)
        frozen: dict[int, object] = {}
        for _ in range(STEPS):
            made[step_once(in_hand(hands, dice), dice)] += 1
            for each in sent_claims(hands):
                check(each, frozen)
            claims = Claim.objects.filter(attempt=hands.attempt_id)
            states.update(claims.values_list("state", flat=True))
            payers = max(payers, claims.count())
    assert made.total() == ATTEMPTS * STEPS
    assert {"send", "post", "event"} <= set(made), made
    assert len(states) >= len(ClaimState) - 2, states
    assert payers == 2
