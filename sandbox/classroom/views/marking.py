"""The marking queue, overriding a mark, and the comments that are kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from claims.forms import BoxCommentForm
from claims.models import Claim
from claims.services.commenting import comment_box
from coding import queries as coding_queries
from coding.forms import CommentForm
from coding.invented import known_in
from coding.models import Attempt
from coding.requests import row_number
from coding.services import comment_passage
from sandbox.classroom import services
from sandbox.classroom.access import get_course_for
from sandbox.classroom.forms import KeptCommentForm, OverrideForm
from sandbox.classroom.models import Course, Seat, Work
from sandbox.classroom.queries.marking import (
    QueueItem,
    cases_waiting,
    kept_comments,
    queue_item,
    waiting_work,
)
from sandbox.classroom.views.again import write_again
from sandbox.requests import SignedInRequest

MARK, RELEASE = "classroom.mark_work", "coding.release_marks"
DESKS = (Seat.Desk.CODER.value, Seat.Desk.BILLER.value)


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: SignedInRequest, pk: int) -> HttpResponse:
    """One attempt after the other: `?case=` narrows the queue to a case, `?at=` is the attempt,
    `?released=1` shows those that are out. POST releases, shows the score, or comments."""
    found = get_course_for(request.user, pk, MARK)
    if request.method == "POST":
        return _act(request, found)
    return _queue(request, found)


def _queue(
    request: SignedInRequest, course: Course, *, at: int | None = None, **refused: Any
) -> HttpResponse:
    released = request.GET.get("released") == "1"
    works = waiting_work(course, released=released)
    case = row_number(request.GET.get("case", ""))
    asked = at or row_number(request.GET.get("at", ""))
    item = queue_item(course, works, case_id=case, at=asked)
    kept = kept_comments(course)
    context = {
        "course": course,
        "item": item,
        "case": case,
        "released": released,
        "cases": cases_waiting(works),
        "kept": kept,
        "may_release": request.user.has_perm(RELEASE, course),
        **_forms(item),
    }
    status = 422 if refused else 200
    return render(request, "classroom/marking.html", context | refused, status=status)


def _forms(item: QueueItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    attempt = Attempt.objects.select_related("case_version__case").get(pk=item.attempt_id)
    return {
        "coder_form": OverrideForm(desk="coder"),
        "biller_form": OverrideForm(desk="biller") if item.billing else None,
        "passage_form": CommentForm(passages=coding_queries.note_passages(attempt)),
        "box_form": BoxCommentForm() if item.claim_id else None,
    }


def _act(request: SignedInRequest, course: Course) -> HttpResponse:
    """What was pressed in the queue, for the attempt `at`; then on in the queue."""
    at = row_number(request.POST.get("at", ""))
    work = get_object_or_404(
        Work.objects.select_related("attempt__case_version__case", "assignment__course"),
        attempt=at,
        assignment__course=course,
        is_preview=False,
    )
    action = request.POST.get("action", "")
    if action in ("release", "show"):
        return _release(request, course, work, action=action)
    if action == "comment":
        return _comment(request, course, work)
    if action == "box":
        return _comment_box(request, course, work)
    if action == "override":
        return _override(request, course, work)
    raise BadRequest("The page sent no action of the queue.")


def _release(request: SignedInRequest, course: Course, work: Work, *, action: str) -> HttpResponse:
    course = get_course_for(request.user, course.pk, RELEASE)
    after = row_number(request.POST.get("after", ""))
    one = Work.objects.filter(pk=work.pk)
    if action == "show":
        services.show_feedback(one, actor=request.user, course=course)
        messages.success(request, "The learners see the score; the key stays hidden.")
        return redirect(_url(request, course, at=work.attempt_id))
    services.release_work(one, actor=request.user)
    messages.success(request, "Marks and key are released.")
    return redirect(_url(request, course, at=after))


def _comment(request: SignedInRequest, course: Course, work: Work) -> HttpResponse:
    words = coding_queries.note_passages(work.attempt)
    form = CommentForm(request.POST, passages=words, known=known_in(work.attempt))
    if not form.is_valid():
        return _again(request, course, work, passage_form=form)
    comment_passage(work.attempt_id, actor=request.user, **form.cleaned_data)
    messages.success(request, "The comment hangs on the words of the note.")
    return redirect(_url(request, course, at=work.attempt_id))


def _comment_box(request: SignedInRequest, course: Course, work: Work) -> HttpResponse:
    claim = get_object_or_404(Claim, attempt=work.attempt_id, sequence=1)
    form = BoxCommentForm(request.POST, known=known_in(work.attempt))
    if not form.is_valid():
        return _again(request, course, work, box_form=form)
    comment_box(claim, actor=request.user, **form.cleaned_data)
    messages.success(request, "The comment hangs on the box.")
    return redirect(_url(request, course, at=work.attempt_id))


def _override(request: SignedInRequest, course: Course, work: Work) -> HttpResponse:
    desk = request.POST.get("desk", "")
    if desk not in DESKS:
        raise BadRequest("There are two desks: coder and biller.")
    form = OverrideForm(request.POST, desk=desk, known=known_in(work.attempt))
    if form.is_valid():
        try:
            services.override_mark(
                work,
                actor=request.user,
                desk=desk,
                score=form.score,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "The mark is changed; what it was is kept.")
            return redirect(_url(request, course, at=work.attempt_id))
        except services.NoMarkYet as error:
            form.add_error(None, str(error))
    return _again(request, course, work, **{f"{desk}_form": form})


def _again(request: SignedInRequest, course: Course, work: Work, **forms: Any) -> HttpResponse:
    """The same attempt with the form that came back."""
    return _queue(request, course, at=work.attempt_id, **forms)


@require_POST
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a comment to be used again, or forget one (`forget` is its number)."""
    found = get_course_for(request.user, pk, MARK)
    if number := row_number(request.POST.get("forget", "")):
        services.forget_comment(found, actor=request.user, number=number)
        return redirect(f"{_url(request, found)}#kept")
    form = KeptCommentForm(request.POST, auto_id="kept-%s")
    if not form.is_valid():
        return write_again(request, form, title="Not kept yet", back=_url(request, found))
    if services.keep_comment(found, actor=request.user, **form.cleaned_data) is None:
        messages.error(request, "The class keeps 200 comments. Forget one first.")
    return redirect(f"{_url(request, found)}#kept")


def _url(request: SignedInRequest, course: Course, *, at: int | None = None) -> str:
    """The queue with the narrowing that the page had."""
    case = row_number(request.POST.get("case", ""))
    asked = {"case": case, "at": at, "released": request.POST.get("released") == "1" or None}
    told = {name: int(value) for name, value in asked.items() if value is not None}
    url = reverse("classroom:marking", args=[course.pk])
    return f"{url}?{urlencode(told)}" if told else url
