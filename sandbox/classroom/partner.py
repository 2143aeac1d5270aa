"""The scripted partner: what it does at its desk, until the turn is the learner's again.

It acts through the services as a learner does, and like the scripted player it reads the key. Its
slips are pitfalls of the case; which one depends on the attempt alone, so that the same attempt
always meets the same partner.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from claims.models import Claim, ClaimState, LedgerEntry, Remittance
from claims.scrubber import ScrubFinding
from claims.services.approving import give_up
from claims.services.correcting import cancel_correction, open_correction
from claims.services.diagnosing import stops
from claims.services.opening import return_codes, take_codes
from claims.services.posting import post_remittance
from claims.services.refusals import NotClean, Refused
from claims.services.resubmission import asked_frequency
from claims.services.sending import reason_key, resubmit_claim, scrub_claim, submit_claim
from coding.cases import Pitfall, answer_with, right_answer
from coding.models import Attempt
from sandbox.classroom import player
from sandbox.classroom.models import Seat, Skill, Work
from sandbox.classroom.player import CHECKED, Run

S = ClaimState
ANSWERED = (S.PAID, S.DENIED)
BOXES_OPEN = (S.DRAFT, S.REJECTED, S.CORRECTED)
CODER = "coder"
MAX_STEPS = 40
"""No case needs half as many: a script that runs on is stopped, and the learner takes over."""

MAX_RETURNS = 2
MAX_CORRECTIONS = 3


def take_turns(work: Work) -> None:
    """Play the scripted seats of the work until a person's turn comes or all is done."""
    seats = {seat.desk: seat for seat in work.seats.select_related("user__scripted")}
    skills = {
        desk: Skill(seat.user.scripted.skill)
        for desk, seat in seats.items()
        if hasattr(seat.user, "scripted")
    }
    if not skills or len(seats) < len(Seat.Desk):
        return
    run = Run(
        attempt_id=work.attempt_id,
        coder=seats[Seat.Desk.CODER].user,
        biller=seats[Seat.Desk.BILLER].user,
        case=work.attempt.parsed(),
        slip=None,
    )
    for _ in range(MAX_STEPS):
        if Attempt.objects.get(pk=run.attempt_id).coding_open:
            went_on = Seat.Desk.CODER in skills and _code(run, skills[Seat.Desk.CODER])
        else:
            went_on = Seat.Desk.BILLER in skills and _bill(run, skills[Seat.Desk.BILLER])
        if not went_on:
            return


def slip_of(run: Run, skill: Skill, *, at_codes: bool) -> Pitfall | None:
    """The slip that a partner of that skill makes at its desk in this attempt; None for none."""
    slips = [row for row in run.case.pitfalls if is_coders(row) == at_codes]
    if skill == Skill.PERFECT or not slips:
        return None
    if skill == Skill.TYPICAL and run.attempt_id % 2:
        return None
    return slips[run.attempt_id // 2 % len(slips)]


def is_coders(slip: Pitfall) -> bool:
    """The slip is one of codes; otherwise it is one of the biller's boxes."""
    return bool(slip.change.lines or slip.change.diagnoses is not None)


def _code(run: Run, skill: Skill) -> bool:
    """Code the encounter, the first time with the slip; codes that were sent back come right."""
    attempt = Attempt.objects.get(pk=run.attempt_id)
    slip = None if attempt.versions.exists() else slip_of(run, skill, at_codes=True)
    player.save_codes(run, answer_with(run.case, slip.change) if slip else right_answer(run.case))
    player.finalise_codes(run)
    return True


def _bill(run: Run, skill: Skill) -> bool:
    """One step at the biller's desk. False when there is nothing more to do, or the codes went
    back."""
    claim = Claim.objects.filter(attempt=run.attempt_id, sequence=1).first()
    if claim is None:
        player.open_first(replace(run, slip=slip_of(run, skill, at_codes=False)))
        return True
    if claim.state in BOXES_OPEN:
        return _send(run, claim, skill)
    if claim.state == S.SUBMITTED:
        player.wait_for_answer(run)
        return True
    if claim.state == S.PENDED:
        player.inform(run)
        return True
    return claim.state in ANSWERED and _work_answer(run, claim, skill)


def _send(run: Run, claim: Claim, skill: Skill) -> bool:
    """Scrub and send; what only the coder can mend goes back to the coder."""
    if claim.coding_version_id != _newest_codes(run):
        with suppress(Refused):
            take_codes(claim.pk, **player.call_of(run))
    if claim.state != S.DRAFT:
        player.fill(run, player.right_boxes(run))
    found = scrub_claim(run.claim)
    if _for_coder(found, skill, _returns(run)):
        player.fill(run, player.right_boxes(run))  # one's own boxes first, then the other desk
        found = scrub_claim(run.claim)
    claim = run.claim
    if says := _for_coder(found, skill, _returns(run)):
        return _return(run, claim, says)
    step = resubmit_claim if claim.state == S.CORRECTED else submit_claim
    reasons = {reason_key(row): CHECKED for row in found}
    try:
        step(claim.pk, warning_reasons=reasons, **player.call_of(run))
    except NotClean:
        return _send_mended(run, reasons)
    except Refused:
        if claim.state != S.CORRECTED:
            raise
        cancel_correction(claim.pk, **player.call_of(run))
        _settle(run)
        return False
    return True


def _for_coder(found: Sequence[ScrubFinding], skill: Skill, returns: int) -> list[str]:
    """What of the scrubber's findings goes back to the coder: what holds the claim, and from who
    looks closely, up to twice, what only warns."""
    coders = [row for row in found if row.owner == CODER]
    held = [row.message for row in coders if row.severity == "error"]
    if held or skill == Skill.CARELESS or returns >= MAX_RETURNS:
        return held
    return [row.message for row in coders]


def _send_mended(run: Run, reasons: Mapping[str, str]) -> bool:
    """Send what the scrubber held, with every box right; what it still holds is for the coder."""
    player.fill(run, player.right_boxes(run))
    claim = run.claim
    step = resubmit_claim if claim.state == S.CORRECTED else submit_claim
    try:
        step(claim.pk, warning_reasons=reasons, **player.call_of(run))
    except NotClean as error:
        held = [row.message for row in error.findings if row.severity == "error"]
        return _return(run, run.claim, held)
    return True


def _work_answer(run: Run, claim: Claim, skill: Skill) -> bool:
    """Correct what was refused, as far as the skill goes; then post, bill the patient, close."""
    newest = Remittance.objects.filter(submission__claim=claim).order_by("number").last()
    wrong = stops(newest.findings) if newest else []
    corrections = claim.events.filter(move="open_correction").count()
    mendable = [row for row in wrong if row["owner"] in (CODER, "biller", "front desk")]
    if skill != Skill.CARELESS and mendable and corrections < MAX_CORRECTIONS:
        open_correction(claim.pk, frequency=asked_frequency(claim), **player.call_of(run))
        coders = [row["detail"] for row in mendable if row["owner"] == CODER]
        if coders and _returns(run) < MAX_RETURNS:
            return _return(run, run.claim, coders)
        return True
    _settle(run)
    return False


def _settle(run: Run) -> None:
    """Post what came, bill the patient, and give up the rest; more than a biller may give up waits
    for the instructor."""
    claim = run.claim
    if claim.state in ANSWERED:
        post_remittance(claim.pk, actor=run.biller, expected_version=claim.version)
        player.bill_rest(run)
        player.wait_for_money(run)
    claim = run.claim
    if claim.state in ANSWERED and claim.balance() > 0:
        give_up(
            claim.pk,
            amount=claim.balance(),
            reason="Nobody is going to pay it any more.",
            kind=LedgerEntry.WriteOff.AVOIDABLE,
            **player.call_of(run),
        )


def _return(run: Run, claim: Claim, says: Sequence[str]) -> bool:
    """The codes go back with what was found; the turn is the coder's."""
    reason = "Please look again. " + " ".join(dict.fromkeys(says))
    return_codes(claim.pk, actor=run.biller, reason=reason[:500], expected_version=claim.version)
    return True


def _returns(run: Run) -> int:
    return Attempt.objects.get(pk=run.attempt_id).returns.count()


def _newest_codes(run: Run) -> int:
    return Attempt.objects.get(pk=run.attempt_id).versions.latest("number").pk
