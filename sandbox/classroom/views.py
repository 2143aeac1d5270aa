"""The three dashboards, a course, and starting assigned work."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims import queries as claim_queries
from claims.forms import ScrubberForm
from claims.queries.aging import Since
from claims.queries.office import office_figures
from claims.queries.reconciling import reconcile_attempts
from coding import queries as coding_queries
from sandbox.classroom import queries, services
from sandbox.classroom.access import (
    get_assignment_for,
    get_assignment_taught,
    get_course_for,
)
from sandbox.classroom.mastery import marks_by_skill
from sandbox.classroom.models import Seat
from sandbox.requests import SignedInRequest


@require_safe
def coder(request: SignedInRequest) -> HttpResponse:
    """The coder's worklist: what to code next, what came back, what was marked."""
    attempts = queries.seated_attempts(request.user, Seat.Desk.CODER)
    worklist = coding_queries.worklist(attempts)
    waiting = [*worklist.sent_back, *worklist.to_code]
    context = {
        "to_start": queries.assigned_to_start(request.user),
        "worklist": worklist,
        "next_row": waiting[0] if waiting else None,
        "by_skill": marks_by_skill(attempts),
        "decisions": coding_queries.decisions_for(request.user.pk),
        "news": coding_queries.news_of(attempts, user_id=request.user.pk),
    }
    return render(request, "classroom/coder.html", context)


@require_safe
def biller(request: SignedInRequest) -> HttpResponse:
    """The biller's worklist: what to bill, what came back, what is owed."""
    attempts = queries.seated_attempts(request.user, Seat.Desk.BILLER)
    context = {"worklist": claim_queries.worklist(attempts, since=_aged(request))}
    return render(request, "classroom/biller.html", context)


@require_safe
def biller_books(request: SignedInRequest) -> HttpResponse:
    """The proof of all books at the biller's desk: every claim, every cheque."""
    attempts = queries.seated_attempts(request.user, Seat.Desk.BILLER)
    context = {"title": "Your books", "proof": reconcile_attempts(attempts)}
    return render(request, "classroom/books.html", context)


@require_safe
def course_books(request: SignedInRequest, pk: int) -> HttpResponse:
    """The proof of all books of a course."""
    found = get_course_for(request.user, pk)
    context = {
        "title": f"Books of {found}",
        "course": found,
        "proof": reconcile_attempts(queries.course_attempts(found)),
    }
    return render(request, "classroom/books.html", context)


def _aged(request: SignedInRequest) -> Since:
    """From which day balances are aged; `?aged=sent` is the first sending."""
    return Since.SENT if request.GET.get("aged") == Since.SENT else Since.SERVICE


@require_safe
def instructor(request: SignedInRequest) -> HttpResponse:
    """The instructor's courses with what waits in each."""
    if not queries.teaches(request.user):
        raise PermissionDenied("This page is for people who run a course.")
    courses = queries.courses_taught(request.user)
    return render(request, "classroom/instructor.html", {"courses": courses})


@require_safe
def course(request: SignedInRequest, pk: int) -> HttpResponse:
    """One course: who is where (`?stage=` narrows it), and what the class gets wrong."""
    found = get_course_for(request.user, pk)
    stage = request.GET.get("stage", "")
    board = queries.course_board(found, stage=stage)
    context = {
        "board": board,
        "stage": stage,
        "figures": office_figures(queries.course_attempts(found), since=_aged(request)),
        "write_offs": queries.write_offs_to_approve(found),
        "works": sum(tally.count for tally in board.stages),
        "assignments": queries.assignments_of(found),
        "may_set": request.user.has_perm("claims.choose_scrubber", found),
        "may_release": request.user.has_perm("coding.release_marks", found),
        "challenges": queries.waiting_challenges(found),
        "may_mend": request.user.has_perm("coding.mend_key", found),
        "release_label": f"Release {board.to_release} mark{'' if board.to_release == 1 else 's'}",
    }
    return render(request, "classroom/course.html", context)


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Release every coded attempt's marks to its learners."""
    found = get_course_for(request.user, pk, "coding.release_marks")
    count = services.release_course_marks(found, actor=request.user)
    messages.success(request, f"Marks released for {count} attempt{'' if count == 1 else 's'}.")
    return redirect("classroom:course", pk=pk)


@require_POST
def scrubber(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set how strict the scrubber is for an assignment."""
    assignment = get_assignment_taught(request.user, pk, "claims.choose_scrubber")
    form = ScrubberForm(request.POST)
    if form.is_valid():
        strength = form.cleaned_data["strength"]
        count = services.choose_scrubber(assignment, actor=request.user, strength=strength)
        told = f"{assignment}: scrubber {strength.value}. {count} claims in preparation follow."
        messages.success(request, told)
    else:
        messages.error(request, "Choose full, basic or off.")
    return redirect("classroom:course", pk=assignment.course_id)


@require_POST
def task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set whether an assignment's learners audit codes or code anew."""
    assignment = get_assignment_taught(request.user, pk, "coding.mend_key")
    audits = request.POST.get("audits") == "1"
    services.choose_task(assignment, actor=request.user, audits=audits)
    told = "checks codes with slips in them" if audits else "codes anew"
    messages.success(request, f"{assignment}: whoever begins now {told}.")
    return redirect("classroom:course", pk=assignment.course_id)


@require_POST
def start(request: SignedInRequest, pk: int, case_pk: int) -> HttpResponse:
    """Begin an assigned case, or go on with it."""
    assignment = get_assignment_for(request.user, pk)
    case = get_object_or_404(assignment.cases, pk=case_pk)
    seats = dict.fromkeys(Seat.Desk.values, request.user)
    work = services.start_assigned(assignment, case=case, seats=seats)
    return redirect("coding:workbench", work.attempt_id)
