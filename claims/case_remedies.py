"""Does the right action of a pitfall lead out of it? PURE."""

from claims.case_play import Play, answered, play, replacing, settle
from claims.overturn import denial_of, ground_for, reductions_in
from claims.payer import Answer, Outcome
from claims.reasons import is_unprocessable


def remedy_problem(action: str, *, wrong: Play, answer: Answer, right: Play) -> str:
    """What is wrong with the right action of a pitfall; empty when it leads out.

    `wrong` is the pitfall as first answered, `answer` what came of it once the payer's questions
    were answered, `right` the right claim.
    """
    return CHECKS[action](wrong, answer, right)


def _new_claim(wrong: Play, answer: Answer, right: Play) -> str:
    if answer.outcome is not Outcome.REJECTED and not is_unprocessable(answer.rarcs):
        return "the payer has the claim and can process it, so the way out is not new_claim"
    return _same(play(right.case, right.content, codes=right.codes), right)


def _correct(wrong: Play, answer: Answer, right: Play) -> str:
    if answer.outcome is Outcome.REJECTED:
        return "the claim was rejected: there is nothing to correct, it is a new_claim"
    if is_unprocessable(answer.rarcs) and wrong.scenario.payer.accepts_replacements:
        return "the payer calls the claim unprocessable (MA130): it is a new_claim"
    again = play(right.case, right.content, replacing(wrong, right.content), codes=right.codes)
    return _same(again, right)


def _authorize(wrong: Play, answer: Answer, right: Play) -> str:
    number = right.content.authorization
    requests = [row for facts in right.case.coverage for row in facts.authorization_requests]
    if number not in {row.grant.number for row in requests if row.retroactive}:
        return "no leave can be had after the service; make the request retroactive: true"
    return _correct(wrong, answer, right)


def _send_records(wrong: Play, answer: Answer, right: Play) -> str:
    if answer.outcome is not Outcome.PENDED:
        return "the payer waits for nothing, so there is nothing to send"
    told = settle(answered(wrong), wanted="paid").answer
    if told.outcome is Outcome.PENDED:
        return "the payer still waits after it got what it asked for"
    return ""


def _appeal(wrong: Play, answer: Answer, right: Play) -> str:
    carc = denial_of(reductions_in(answer))
    if not carc or ground_for(carc) is None:
        return f"no appeal can win against reason {carc or 'none'}"
    if not wrong.scenario.payer.appeal_windows:
        return "this payer takes no appeal"
    return ""


def _bill_patient(wrong: Play, answer: Answer, right: Play) -> str:
    return "" if answer.patient_responsibility > 0 else "the payer leaves nothing to the patient"


def _write_off(wrong: Play, answer: Answer, right: Play) -> str:
    return "" if _stopped(answer) else "the payer stops nothing, so there is nothing to write off"


def _bill_other_payer(wrong: Play, answer: Answer, right: Play) -> str:
    others = {facts.payer for facts in right.case.coverage} - {wrong.content.payer_id}
    if not others:
        return "the patient has no other payer under coverage"
    return ""


def _status_check(wrong: Play, answer: Answer, right: Play) -> str:
    reasons = {f"{row.group}-{row.carc}" for line in answer.lines for row in line.adjustments}
    return "" if "OA-18" in reasons else "nothing was sent twice (no OA-18), so nothing to check"


def _void(wrong: Play, answer: Answer, right: Play) -> str:
    if answer.outcome not in {Outcome.PAID, Outcome.DENIED}:
        return "the payer has not answered, so there is nothing to void"
    if not wrong.scenario.payer.accepts_replacements:
        return "this payer takes no voids"
    return ""


CHECKS = {
    "new_claim": _new_claim,
    "correct": _correct,
    "authorize": _authorize,
    "send_records": _send_records,
    "appeal": _appeal,
    "bill_patient": _bill_patient,
    "write_off": _write_off,
    "bill_other_payer": _bill_other_payer,
    "status_check": _status_check,
    "void": _void,
}


def _stopped(answer: Answer) -> bool:
    """A line stands denied on another than the patient."""
    return any(
        row.group != "PR" and row.amount == line.charge
        for line in answer.lines
        for row in line.adjustments
    )


def _same(again: Play, right: Play) -> str:
    """The mended claim must come out as the right claim does."""
    found = settle(again, wanted=right.case.expect.outcome).answer
    wanted = settle(right, wanted=right.case.expect.outcome).answer
    if (found.outcome, found.paid) == (wanted.outcome, wanted.paid):
        return ""
    said = [finding.detail for finding in found.findings if finding.decisive]
    return f"the mended claim comes out {found.outcome} with {found.paid}: {' '.join(said[:1])}"
