"""Marks and key, once they are released."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coding import queries
from coding.access import get_attempt_for, sees_marks
from coding.forms import ChallengeForm, CommentForm, VersionForm
from coding.invented import known_in
from coding.models import Attempt, Challenge, MarkChange
from coding.requests import SignedInRequest, row_number
from coding.services import (
    challenge_finding,
    comment_passage,
    release_marks,
    remove_comment,
    see_change,
    see_decision,
)

NO_FINDING = "The page sent a challenge of no finding."
COMMENT = "coding.see_unreleased_marks"
"""Who marks may comment: the staff of the course."""


@require_safe
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The score with its sums, the findings, the key beside the answer; before release, nothing."""
    attempt = get_attempt_for(request.user, pk)
    may_release = request.user.has_perm("coding.release_marks", attempt)
    if not sees_marks(request.user, attempt):
        context = {"encounter": queries.encounter(attempt), "may_release": may_release}
        context["is_coded"] = attempt.versions.exists()
        context["feedback"] = queries.feedback_of(attempt)
        return render(request, "coding/not_released.html", context)
    page = queries.marks_page(attempt, number=_number(request))
    if page is None and attempt.versions.exists():
        raise Http404("No such coding version")
    if page is None:
        context = {"encounter": queries.encounter(attempt), "may_release": may_release}
        return render(request, "coding/not_released.html", context)
    return _marks(request, attempt, page)


def _marks(
    request: SignedInRequest,
    attempt: Attempt,
    page: queries.MarksPage,
    *,
    refused: ChallengeForm | None = None,
    commented: CommentForm | None = None,
) -> HttpResponse:
    """The marks, each finding with the form by which it is challenged; `refused` is one that came
    back with errors."""
    may_challenge = attempt.released_at is not None and request.user.has_perm(
        "coding.challenge_mark", attempt
    )
    may_comment = request.user.has_perm(COMMENT, attempt)
    words = queries.note_passages(attempt)
    forms = {
        finding.place: _challenge_form(page, finding.place, words)
        for finding in page.findings
        if may_challenge and finding.challenge is None
    }
    if refused is not None and (place := _place(refused)) in forms:
        forms[place] = refused
    context = {
        "page": page,
        "findings": [(finding, forms.get(finding.place)) for finding in page.findings],
        "encounter": page.encounter,
        "may_release": request.user.has_perm("coding.release_marks", attempt),
        "may_mend": request.user.has_perm("coding.mend_key", attempt),
        "comment_form": commented or (CommentForm(passages=words) if may_comment else None),
    }
    return render(
        request, "coding/marks.html", context, status=422 if refused or commented else 200
    )


@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hang a comment on words of the note, or take one's own back."""
    attempt = get_attempt_for(request.user, pk, COMMENT)
    back = reverse("coding:marks", args=[pk])
    if asked := request.POST.get("remove", ""):
        if number := row_number(asked):
            remove_comment(attempt.pk, actor=request.user, number=number)
        return redirect(f"{back}#comments")
    form = CommentForm(
        request.POST, passages=queries.note_passages(attempt), known=known_in(attempt)
    )
    if form.is_valid():
        comment_passage(attempt.pk, actor=request.user, **form.cleaned_data)
        return redirect(f"{back}#comments")
    page = queries.marks_page(attempt)
    if page is None:
        return redirect(back)
    return _marks(request, attempt, page, commented=form)


@require_POST
def challenge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hold a finding to be wrong, with words of the note and a guideline."""
    attempt = get_attempt_for(request.user, pk, "coding.challenge_mark")
    place = request.POST.get("place", "")
    if row_number(place) is None:
        raise BadRequest(NO_FINDING)
    form = ChallengeForm(
        request.POST,
        passages=queries.note_passages(attempt),
        auto_id=f"challenge-{place}-%s",
        known=known_in(attempt),
    )
    if form.is_valid():
        told = dict(form.cleaned_data)
        number = told.pop("version")
        made = challenge_finding(attempt.pk, actor=request.user, number=number, **told)
        if made.argument == told["argument"]:
            messages.success(request, "Your challenge is with your instructor.")
        else:
            said = "This finding is challenged already, so what you wrote was not sent:"
            messages.warning(request, f"{said} {told['argument']}")
        return redirect(f"{reverse('coding:marks', args=[pk])}?version={number}#finding-{place}")
    number = form.cleaned_data.get("version")
    page = queries.marks_page(attempt, number=number) if attempt.released_at else None
    findings = page.findings if page else ()
    if page is None or _place(form) not in {row.place for row in findings if not row.challenge}:
        raise BadRequest(NO_FINDING)
    return _marks(request, attempt, page, refused=form)


def _challenge_form(page: queries.MarksPage, place: int, words: list[str]) -> ChallengeForm:
    return ChallengeForm(
        passages=words,
        initial={"version": page.version, "mark": page.mark, "place": place},
        auto_id=f"challenge-{place}-%s",
    )


def _place(form: ChallengeForm) -> int | None:
    place: int | None = form.cleaned_data.get("place")
    return place


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show marks and key to the learners of the attempt."""
    attempt = get_attempt_for(request.user, pk, "coding.release_marks")
    release_marks(attempt.pk, actor=request.user)
    messages.success(request, "Marks and key are released.")
    return redirect("coding:marks", pk)


@require_POST
def decision_seen(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take note of what was decided of one's challenge."""
    attempt = get_attempt_for(request.user, pk, "coding.challenge_mark")
    found = get_object_or_404(
        Challenge, pk=number, coding_version__attempt=attempt, made_by=request.user.pk
    )
    see_decision(found.pk)
    return redirect("dashboard")


@require_POST
def seen(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take note of a mark that was made again."""
    attempt = get_attempt_for(request.user, pk)
    change = get_object_or_404(MarkChange, pk=number, coding_version__attempt=attempt)
    see_change(change.pk, actor=request.user)
    return redirect("dashboard")


def _number(request: SignedInRequest) -> int | None:
    """The coding version asked for in the address; None for the newest."""
    form = VersionForm(request.GET)
    return form.cleaned_data["version"] if form.is_valid() else None
