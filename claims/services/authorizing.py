"""Ask the payer for leave, and let it answer."""

from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.content import ClaimContent
from claims.models import Authorization, AuthorizationRequest, Claim, Coverage
from claims.payer.library import payer_book
from claims.services.counters import find_coverage
from claims.services.locking import lock_claim
from claims.services.opening import add_authorization
from claims.services.refusals import Refused
from coding.cases import RequestableGrant
from coding.codebook.default import codebook

Status = AuthorizationRequest.Status

ANSWER_DAYS = 2
"""Days a payer takes to refuse what the case says nothing about; house convention."""


@transaction.atomic
def request_authorization(
    claim_id: int, *, actor: AbstractUser, procedure: str
) -> AuthorizationRequest:
    """Ask the claim's payer for leave for one procedure of the claim.

    The payer answers on `answer_on` (the calendar brings it). What needs no leave, or has leave on
    file that is good for the claim, is answered at once. While one request for the procedure waits,
    or was granted, it is given again. Raises Refused("procedure", ...) when the claim has no such
    procedure or the payer does not know the member, PermissionDenied without
    `claims.prepare_claim`.
    """
    claim = lock_claim(claim_id)
    if not actor.has_perm("claims.prepare_claim", claim):
        raise PermissionDenied("Leave is not yours to ask for")
    content = claim.boxes
    if procedure not in {line.procedure for line in content.lines}:
        raise Refused("procedure", "This procedure is not on the claim.")
    coverage = find_coverage(claim.attempt, payer_id=content.payer_id, member_id=content.member_id)
    if coverage is None or coverage.member_id.upper() != content.member_id.strip().upper():
        raise Refused("procedure", "The payer knows no such member; check the coverage first.")
    standing = coverage.authorization_requests.filter(procedure=procedure)
    standing = standing.exclude(status=Status.REFUSED)
    return standing.first() or _ask(claim, coverage, actor=actor, procedure=procedure)


@transaction.atomic
def answer_request(request: AuthorizationRequest) -> AuthorizationRequest:
    """The payer's answer on its date: leave as the case grants it, else a refusal with a reason."""
    grantable = _grantable(request.coverage, request.procedure)
    service = request.coverage.attempt.parsed().encounter.date
    if grantable is None:
        answer = "Refused: nothing on file shows that the service is needed."
        return _close(request, Status.REFUSED, answer)
    if request.requested_on > service and not grantable.retroactive:
        answer = "Refused: asked after the service, and this plan grants nothing in arrears."
        return _close(request, Status.REFUSED, answer)
    leave = add_authorization(request.coverage, grantable.grant)
    answer = f"Granted: {leave.number} for {leave.units} of {leave.procedure}."
    return _close(request, Status.GRANTED, answer, leave)


def _ask(
    claim: Claim, coverage: Coverage, *, actor: AbstractUser, procedure: str
) -> AuthorizationRequest:
    today = claim.attempt.scenario_date
    grantable = _grantable(coverage, procedure)
    days = grantable.answer_days if grantable else ANSWER_DAYS
    request = AuthorizationRequest(
        coverage=coverage,
        procedure=procedure,
        requested_by_id=actor.pk,
        requested_on=today,
        answer_on=today + timedelta(days=days),
    )
    if not _needs_leave(coverage, procedure, on=claim.boxes.lines[0].date):
        return _close(request, Status.REFUSED, "Not required for this procedure by this plan.")
    on_file = _usable(coverage, procedure, claim.boxes)
    if on_file is not None:
        return _close(request, Status.GRANTED, f"Already on file: {on_file.number}.", on_file)
    request.save()
    return answer_request(request) if days == 0 else request


def _usable(coverage: Coverage, procedure: str, content: ClaimContent) -> Authorization | None:
    """Leave on file that is good for what the claim bills: not refused, of its provider, and for
    units enough."""
    billed = sum(line.units for line in content.lines if line.procedure == procedure)
    return coverage.authorizations.filter(
        procedure=procedure,
        refused=False,
        provider_npi__in=("", content.rendering_npi),
        units__gte=billed,
    ).first()


def _close(
    request: AuthorizationRequest,
    status: AuthorizationRequest.Status,
    answer: str,
    leave: Authorization | None = None,
) -> AuthorizationRequest:
    request.status, request.answer, request.authorization = status, answer, leave
    if request.pk is None:
        request.answer_on = request.requested_on
    request.save()
    return request


def _grantable(coverage: Coverage, procedure: str) -> RequestableGrant | None:
    """What the case grants for the procedure under this coverage, when asked."""
    facts = coverage.attempt.parsed().coverage[coverage.order - 1]
    return next(
        (row for row in facts.authorization_requests if row.grant.procedure == procedure), None
    )


def _needs_leave(coverage: Coverage, procedure: str, *, on: date) -> bool:
    row = codebook().procedure(procedure, on=on)
    return row is not None and payer_book(coverage.payer_id).fee(row).authorization
