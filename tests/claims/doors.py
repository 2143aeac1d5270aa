"""Every step that the biller's pages can post, for the tests that hold for all of them."""

from collections.abc import Callable
from decimal import Decimal

from claims.models import (
    AuthorizationRequest,
    BillingSetup,
    Claim,
    EligibilityCheck,
    LedgerEntry,
)
from claims.queries.lookups import note_passages
from claims.services.opening import return_codes
from coding.models import CodingReturn
from tests.claims.bench import MOSTLY, NEVER, SCAN, WOUND, Hands, alone
from tests.claims.pages import Door, box_values, step

FIRST = "  - payer: SBX01\n    plan: ppo-standard\n    member_id: SBX100200301"
SEEN = '  rendering_npi: "9990000025"\n'
ORDERED = SEEN + SEEN.replace("rendering", "ordering")
SENIOR = "  - payer: SBX04\n    plan: senior-b\n    member_id: SBX400200301"


def second(payer: str, plan: str, member: str, opens: str = "2026-01-01") -> str:
    """One more coverage, in a case's own words."""
    return f"""  - payer: {payer}
    plan: {plan}
    member_id: {member}
    effective: {opens}
    terminated:
    deductible_left: "0.00"
    out_of_pocket_left: "900.00"
    authorizations: []
    authorization_requests: []
    history: []
registration: {{}}"""


def covered_twice(
    first: str = FIRST, other: str = second("SBX02", "hmo-silver", "SBX200200301")
) -> Hands:
    """A paid and posted claim whose patient has a second plan; nobody has looked for it yet."""
    swaps = {FIRST: first, "registration: {}": other, SEEN: ORDERED}
    hands = alone(swaps=swaps).code().open().check()
    hands.send()
    return hands.answered().post()


def found_twice() -> Hands:
    """The same after the second payer was asked."""
    return covered_twice().find("SBX02")


def opened(slug: str = "bench-clean") -> Hands:
    """A claim in draft."""
    return alone(slug).code().open()


def sent() -> Hands:
    """A claim before the payer."""
    hands = opened().check()
    hands.send()
    return hands


def answered() -> Hands:
    """A paid claim whose remittance is not posted."""
    return sent().answered()


def posted() -> Hands:
    """A paid claim with a patient's part, posted."""
    return answered().post()


def automatic(ready: Callable[[], Hands] = answered) -> Hands:
    """A paid claim whose remittance one step may post."""
    hands = ready()
    BillingSetup.objects.filter(attempt=hands.attempt_id).update(posting="automatic")
    return hands


def small() -> Hands:
    """A claim of which the patient left a small balance."""
    hands = alone(swaps=MOSTLY).code().open().check()
    hands.send()
    hands.answered().post().bill()
    hands.move()
    return hands


def unpaid(statements: int = 1) -> Hands:
    """A claim whose patient never pays, after so many statements and thirty days more."""
    hands = alone(swaps=NEVER).code().open().check()
    hands.send()
    hands.answered().post()
    for _ in range(statements):
        hands.bill()
        hands.move()
    return hands


def paid_by_patient() -> Hands:
    """A claim with a line denied for its pointer; what the others left, the patient has paid."""
    hands = alone()
    hands.code(hands.slip("culture pointed at the organism")).open()
    hands.unscrubbed().send()
    hands.answered().post().bill()
    hands.move()
    return hands


def overpaid() -> Hands:
    """A claim on which the patient paid more than the payer's new answer leaves them."""
    hands = paid_by_patient()
    hands.correct()
    hands.edit(charges=(Decimal("20.00"), Decimal("24.00"), Decimal("12.00")))
    hands.resend()
    return hands.answered().post()


def stopped() -> Hands:
    """A scan denied for want of leave; nobody has said why."""
    hands = alone(SCAN).code().open().unscrubbed()
    hands.send()
    return hands.answered()


def asked() -> Hands:
    """A denied scan whose write-off waits for leave."""
    hands = alone(SCAN).code().open().unscrubbed()
    hands.send()
    hands.answered().post()
    hands.give_up(Decimal("60.00"), LedgerEntry.WriteOff.AVOIDABLE)
    return hands


def typed(hands: Hands) -> dict[str, str]:
    """The posting form filled in as the remittance says."""
    return {
        f"{field}_{line}": str(getattr(row, field))
        for line, row in hands.amounts().items()
        for field in ("paid", "adjusted")
    }


def posting(hands: Hands) -> str:
    """How the attempt's remittances are posted."""
    return BillingSetup.objects.get(attempt=hands.attempt_id).posting


def correcting() -> Hands:
    """A correction that differs from what was sent."""
    hands = posted()
    hands.correct()
    hands.edit(rendering_npi="9990000033")
    return hands


def pended() -> Hands:
    """A claim for which the payer wants the accident answers."""
    hands = opened(WOUND).check()
    hands.send()
    while hands.claim.state == "submitted":
        hands.move()
    assert hands.claim.state == "pended"
    return hands


def closed() -> Hands:
    """A voided claim."""
    hands = posted()
    hands.void()
    return hands


def recoded() -> Hands:
    """A draft for which the coder has finalised a newer version."""
    hands = opened()
    reason = {"reason": "Look again.", "expected_version": hands.claim.version}
    return_codes(hands.claim.pk, actor=hands.biller, **reason)
    return hands.code(hands.slip("organism left out"))


def moves(hands: Hands) -> list[str]:
    """The steps in the claim's log."""
    return [event.move for event in hands.claim.events.order_by("version")]


DOORS = (
    Door(
        "boxes",
        ready=opened,
        data=lambda hands: box_values(hands.claim, member_id="SBX999"),
        seen=moves,
        closed=sent,
    ),
    Door(
        "take_codes",
        ready=recoded,
        data=lambda hands: step(hands.claim),
        seen=moves,
        closed=sent,
    ),
    Door(
        "return_codes",
        ready=opened,
        data=lambda hands: step(hands.claim, reason="Look at line 2."),
        seen=lambda hands: CodingReturn.objects.filter(attempt=hands.attempt_id).count(),
        closed=sent,
    ),
    Door(
        "check_coverage",
        ready=opened,
        data=lambda hands: {},
        seen=lambda hands: EligibilityCheck.objects.filter(attempt=hands.attempt_id).count(),
    ),
    Door(
        "authorization",
        ready=lambda: opened(SCAN),
        data=lambda hands: {"procedure": "IM-314"},
        seen=lambda hands: AuthorizationRequest.objects.filter(
            coverage__attempt=hands.attempt_id
        ).count(),
    ),
    Door(
        "ask_status",
        ready=sent,
        data=lambda hands: step(hands.claim),
        seen=moves,
        closed=opened,
    ),
    Door(
        "diagnose",
        ready=stopped,
        data=lambda hands: {**step(hands.claim), "chosen": "unknown"},
        seen=moves,
        closed=opened,
    ),
    Door(
        "bill_line",
        ready=stopped,
        data=lambda hands: {**step(hands.claim), "line": "2"},
        seen=moves,
        closed=opened,
    ),
    Door(
        "bill_next_payer",
        ready=found_twice,
        data=lambda hands: step(hands.claim),
        seen=lambda hands: Claim.objects.filter(attempt=hands.attempt_id).count(),
        closed=sent,
    ),
    Door(
        "submit",
        ready=lambda: opened().check(),
        data=lambda hands: step(hands.claim),
        seen=lambda hands: hands.claim.submissions.count(),
        closed=sent,
    ),
    Door(
        "resubmit",
        ready=correcting,
        data=lambda hands: step(
            hands.claim, **{f"reason_{key}": why for key, why in hands.reasons().items()}
        ),
        seen=lambda hands: hands.claim.submissions.count(),
        closed=opened,
    ),
    Door(
        "send_information",
        ready=pended,
        data=lambda hands: step(hands.claim, document="accident", note="As asked."),
        seen=moves,
        closed=opened,
    ),
    Door(
        "post",
        ready=automatic,
        data=lambda hands: step(hands.claim),
        seen=lambda hands: hands.claim.ledger.count(),
    ),
    Door(
        "post_lines",
        ready=answered,
        data=lambda hands: step(hands.claim, **typed(hands)),
        seen=lambda hands: hands.claim.ledger.count(),
    ),
    Door(
        "posting_mode",
        ready=answered,
        data=lambda hands: step(hands.claim, posting="automatic"),
        seen=posting,
    ),
    Door(
        "refund",
        ready=overpaid,
        data=lambda hands: step(hands.claim, to="patient", amount="1.00", reason="Too much."),
        seen=lambda hands: hands.claim.ledger.count(),
        closed=opened,
    ),
    Door(
        "approve_write_off",
        ready=asked,
        data=lambda hands: step(hands.claim),
        seen=lambda hands: hands.claim.ledger.count(),
        closed=opened,
    ),
    Door(
        "refuse_write_off",
        ready=asked,
        data=lambda hands: step(hands.claim, reason="Appeal it first."),
        seen=moves,
        closed=opened,
    ),
    Door(
        "payment_plan",
        ready=unpaid,
        data=lambda hands: step(hands.claim, months="3"),
        seen=moves,
        closed=opened,
    ),
    Door(
        "collections",
        ready=lambda: unpaid(3),
        data=lambda hands: step(hands.claim, reason="Never answered."),
        seen=lambda hands: hands.claim.ledger.count(),
        closed=opened,
    ),
    Door(
        "write_off",
        ready=small,
        data=lambda hands: step(
            hands.claim, amount="1.86", kind="small_balance", reason="Not worth a stamp."
        ),
        seen=lambda hands: hands.claim.ledger.count(),
        closed=opened,
    ),
    Door(
        "bill_patient",
        ready=posted,
        data=lambda hands: step(hands.claim),
        seen=lambda hands: hands.claim.statements.count(),
        closed=opened,
    ),
    Door(
        "open_correction",
        ready=posted,
        data=lambda hands: step(hands.claim),
        seen=moves,
        closed=opened,
    ),
    Door(
        "cancel_correction",
        ready=correcting,
        data=lambda hands: step(hands.claim),
        seen=moves,
        closed=opened,
    ),
    Door(
        "appeal",
        ready=posted,
        data=lambda hands: step(
            hands.claim,
            ground="records",
            letter="The record supports it.",
            evidence=[note_passages(hands.claim)[0]],
        ),
        seen=moves,
        closed=opened,
    ),
    Door(
        "void",
        ready=posted,
        data=lambda hands: step(hands.claim, reason="Billed in error."),
        seen=moves,
        closed=opened,
    ),
    Door(
        "reopen",
        ready=closed,
        data=lambda hands: step(hands.claim, reason="It was right after all."),
        seen=moves,
        closed=opened,
    ),
)

UNVERSIONED = {"check_coverage", "authorization"}
"""Questions to the payer: they change nothing on the claim, so no page is too old for them."""


def state_of(hands: Hands) -> tuple[str, int]:
    """The claim's state and version."""
    claim = Claim.objects.get(attempt=hands.attempt_id)
    return claim.state, claim.version
