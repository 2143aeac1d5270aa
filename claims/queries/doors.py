"""The front door's answers as text: to the form, then to the claim."""

from claims.assemble import payer_terms
from claims.content import ClaimContent
from claims.models import Acknowledgment
from claims.payer.library import practice
from claims.payer.rulebook import SYNTAX
from claims.x12 import ClaimAnswer, SyntaxAnswer, write_277ca, write_999
from claims.x12.acknowledgments import PLACES

ACCEPTED = "A2:20"
FORM = frozenset(rule.name for rule in SYNTAX)


def texts_of(row: Acknowledgment) -> tuple[str, str]:
    """The 999 and the 277CA of an acknowledgment; the second is empty when the form failed."""
    broken = [finding["rule"] for finding in row.findings if finding["rule"] in FORM]
    notes = tuple(PLACES[rule] for rule in dict.fromkeys(broken))
    form = write_999(SyntaxAnswer(control=row.submission_id, notes=notes))
    return form, "" if notes else write_277ca(_claim_answer(row))


def _claim_answer(row: Acknowledgment) -> ClaimAnswer:
    submission = row.submission
    content = ClaimContent.from_json(submission.content)
    statuses = dict.fromkeys(found["status"] for found in row.findings if found.get("status"))
    return ClaimAnswer(
        control=submission.pk,
        payer_id=content.payer_id,
        payer=payer_terms(content.payer_id).name,
        practice=practice().name,
        practice_npi=content.billing_npi,
        patient=content.patient_name,
        member_id=content.member_id,
        account=f"SBX-{submission.claim_id}",
        charge=submission.charge,
        service=min((line.date for line in content.lines), default=submission.sent_on),
        on=row.on,
        statuses=(ACCEPTED,) if row.accepted else tuple(statuses),
        icn=row.icn,
    )
