"""The biller's marks, and what the codes were worth, once they are released."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.access import get_claim_for
from claims.forms import BoxCommentForm
from claims.models import Claim
from claims.queries.desk import head_of
from claims.queries.marks import box_comments, marks_page
from claims.queries.worth import worth_page
from claims.services.commenting import comment_box, remove_box_comment
from claims.services.next_payer import claim_before
from claims.views.forms import known_of
from claims.views.page import may_release, sees_all
from coding.access import get_attempt_for, sees_marks
from coding.forms import VersionForm
from coding.queries import encounter
from coding.requests import SignedInRequest, row_number

COMMENT = "coding.see_unreleased_marks"
"""Who marks may comment: the staff of the course."""


@require_safe
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The score with its sums, and what the right claim would have brought in, after release.

    An encounter's mark stands on its first claim; a next payer's claim leads there.
    """
    claim = get_claim_for(request.user, pk)
    if (before := claim_before(claim)) is not None:
        return redirect("claims:marks", pk=before.pk)
    return _marks(request, claim)


def _marks(
    request: SignedInRequest, claim: Claim, *, refused: BoxCommentForm | None = None
) -> HttpResponse:
    """The marks with the comments on the boxes; `refused` is a comment that came back."""
    may_see = sees_all(request, claim)
    may_comment = request.user.has_perm(COMMENT, claim)
    context = {
        "head": head_of(claim),
        "page": marks_page(claim) if may_see else None,
        "may_see": may_see,
        "may_release": may_release(request, claim),
        "comments": box_comments(claim) if may_see else (),
        "comment_form": refused or (BoxCommentForm() if may_comment else None),
    }
    return render(request, "claims/marks.html", context, status=422 if refused else 200)


@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hang a comment on a box of the claim, or take one's own back."""
    claim = get_claim_for(request.user, pk, COMMENT)
    if asked := request.POST.get("remove", ""):
        if number := row_number(asked):
            remove_box_comment(claim, actor=request.user, number=number)
        return redirect(f"{reverse('claims:marks', args=[pk])}#comments")
    form = BoxCommentForm(request.POST, known=known_of(claim))
    if not form.is_valid():
        return _marks(request, claim, refused=form)
    comment_box(claim, actor=request.user, **form.cleaned_data)
    return redirect(f"{reverse('claims:marks', args=[pk])}#comments")


@require_safe
def worth(request: SignedInRequest, attempt_pk: int) -> HttpResponse:
    """What each difference from the key did to the claim, after release."""
    attempt = get_attempt_for(request.user, attempt_pk)
    may_see = sees_marks(request.user, attempt)
    form = VersionForm(request.GET)
    number = form.cleaned_data["version"] if form.is_valid() else None
    page = worth_page(attempt, number=number) if may_see else None
    context = {"encounter": encounter(attempt), "page": page, "may_see": may_see}
    return render(request, "claims/worth.html", context)
