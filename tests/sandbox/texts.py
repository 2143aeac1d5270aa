"""Every column of text there is: where people write freely, and where they do not."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

WRITTEN_BY = {
    "accounts.User.display_name": "",
    "authoring.DraftCase.source": "author",
    "authoring.DraftSave.source": "draft__author",
    "claims.Appeal.letter": "filed_by",
    "claims.BoxComment.text": "written_by",
    "claims.ClaimEvent.payload": "actor",
    "claims.InformationRequest.answer": "submission__sent_by",
    "claims.LedgerEntry.memo": "actor",
    "claims.Submission.warning_reasons": "sent_by",
    "claims.WriteOffRequest.decision": "decided_by",
    "claims.WriteOffRequest.reason": "requested_by",
    "classroom.Extension.reason": "given_by",
    "classroom.MarkOverride.reason": "made_by",
    "classroom.Message.text": "sender",
    "classroom.Notice.text": "told_by",
    "coding.CaseVersion.reason": "made_by",
    "coding.Challenge.argument": "made_by",
    "coding.Challenge.guideline": "made_by",
    "coding.Challenge.reason": "decided_by",
    "coding.CodingReturn.reason": "returned_by",
    "coding.CodingVersion.reasons": "finalised_by",
    "coding.PassageComment.text": "written_by",
    "coding.ProviderQuery.indicators": "written_by",
    "coding.ProviderQuery.options": "written_by",
    "coding.ProviderQuery.question": "written_by",
    "coding.Remarking.reason": "made_by",
}
"""Where somebody writes in their own words, and the column that says who."""

OF_THE_CLASS = {
    "classroom.Assignment.title", "classroom.Course.name", "classroom.Course.term",
    "classroom.Enrolment.pseudonym", "classroom.KeptComment.text",
    "coding.Case.title", "coding.CaseVersion.source",
}  # fmt: skip
"""What staff write and the class keeps: names of things, comments for everybody's use, and the
cases that were published to it."""

BOXES = {
    "claims.Claim.content", "claims.Submission.content", "claims.EligibilityCheck.member_id",
    "claims.Coverage.member_id",
}  # fmt: skip
"""What a claim says of its invented patient."""

MADE = {
    "accounts.User.email", "accounts.User.first_name", "accounts.User.last_name",
    "accounts.User.password", "accounts.User.username", "authoring.DraftCase.name",
    "axes.AccessAttempt.get_data", "axes.AccessAttempt.http_accept",
    "axes.AccessAttempt.path_info", "axes.AccessAttempt.post_data",
    "axes.AccessAttempt.user_agent", "axes.AccessAttempt.username",
    "axes.AccessFailureLog.http_accept", "axes.AccessFailureLog.path_info",
    "axes.AccessFailureLog.user_agent", "axes.AccessFailureLog.username",
    "axes.AccessLog.http_accept", "axes.AccessLog.path_info", "axes.AccessLog.session_hash",
    "axes.AccessLog.user_agent", "axes.AccessLog.username",
    "claims.Acknowledgment.findings", "claims.Acknowledgment.icn", "claims.Adjustment.carc",
    "claims.Adjustment.rarcs", "claims.Appeal.carc", "claims.Appeal.decision",
    "claims.Appeal.evidence", "claims.Authorization.number", "claims.Authorization.procedure",
    "claims.Authorization.provider_npi", "claims.AuthorizationRequest.answer",
    "claims.AuthorizationRequest.procedure", "claims.BillingMark.failures",
    "claims.BillingMarkPart.sum", "claims.BoxComment.field", "claims.Claim.icn",
    "claims.ClaimEvent.by", "claims.ClaimEvent.from_state", "claims.ClaimEvent.key",
    "claims.ClaimEvent.move", "claims.ClaimEvent.to_state", "claims.CounterEntry.what",
    "claims.Coverage.payer_id", "claims.Coverage.plan_id", "claims.Diagnosis.chosen",
    "claims.Diagnosis.right", "claims.EligibilityCheck.answer",
    "claims.EligibilityCheck.payer_id", "claims.InformationRequest.wanted",
    "claims.LedgerEntry.carc", "claims.LedgerEntry.group", "claims.PostingSlip.key",
    "claims.PostingSlip.message", "claims.Remittance.findings",
    "claims.Remittance.provider_adjustments", "claims.Remittance.rarcs",
    "claims.RemittanceLine.procedure", "claims.RemittanceLine.rarcs", "claims.Statement.aging",
    "claims.Statement.lines", "claims.Submission.original_reference",
    "claims.Submission.scrub_findings", "classroom.Assignment.shares",
    "classroom.Course.time_zone", "classroom.JoinCode.code", "coding.Attempt.audited",
    "coding.Attempt.draft", "coding.Attempt.shares", "coding.Case.messes", "coding.Case.skills",
    "coding.Case.slug", "coding.Case.specialty", "coding.Case.teaches_biller",
    "coding.Case.teaches_coder", "coding.CaseVersion.digest", "coding.CaseVersion.key_digest",
    "coding.Challenge.category", "coding.Challenge.chosen", "coding.Challenge.code",
    "coding.Challenge.message", "coding.Challenge.quote", "coding.CodingVersion.content",
    "coding.DraftStep.content", "coding.KeptCode.code", "coding.KeptCode.system",
    "coding.Mark.report", "coding.MarkFinding.category", "coding.MarkFinding.chosen",
    "coding.MarkFinding.code", "coding.MarkFinding.message", "coding.PassageComment.quote",
    "coding.ProviderQuery.answer", "coding.ProviderQuery.problems", "coding.ProviderQuery.quote",
}  # fmt: skip
"""Codes, numbers, choices, words of the case, and what the sandbox says itself."""


def columns_of_text() -> Iterator[tuple[type[Model], str]]:
    """Every column of ours that may hold a text."""
    for model in apps.get_models():
        if model._meta.app_label in {"auth", "contenttypes", "sessions"}:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField) and not field.choices:
                yield model, field.name


def label(model: type[Model], name: str) -> str:
    """The column as the lists above have it."""
    return f"{model._meta.label}.{name}"
