"""The coder's and the biller's dashboards, beginning assigned work, and the books."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import queries as claim_queries
from claims.models import Claim
from claims.queries.aging import Since
from claims.queries.reconciling import reconcile_attempts
from coding import queries as coding_queries
from coding.access import get_attempt_for
from coding.invented import known_in
from coding.models import Attempt
from sandbox.classroom import queries, services
from sandbox.classroom.access import get_assignment_for, get_course_for
from sandbox.classroom.forms import JoinForm, MessageForm
from sandbox.classroom.mastery import marks_by_skill
from sandbox.classroom.models import Seat, Work
from sandbox.classroom.queries.marking import marked_by_hand
from sandbox.classroom.views.again import write_again
from sandbox.requests import SignedInRequest


@require_safe
def coder(request: SignedInRequest) -> HttpResponse:
    """The coder's worklist: what to code next, what came back, what was marked."""
    assignments = queries.set_to(request.user)
    services.release_what_is_due(assignments)
    attempts = queries.seated_attempts(request.user, Seat.Desk.CODER)
    worklist = coding_queries.worklist(attempts)
    waiting = [*worklist.sent_back, *worklist.to_code]
    news = coding_queries.news_of(attempts, user_id=request.user.pk)
    context = {
        "to_start": queries.assigned_to_start(request.user, assignments),
        "worklist": worklist,
        "next_row": waiting[0] if waiting else None,
        "by_skill": marks_by_skill(attempts),
        "decisions": coding_queries.decisions_for(request.user.pk),
        "news": news,
        "by_hand": marked_by_hand({row.attempt_id for row in news}, desk=Seat.Desk.CODER),
        "said": queries.messages_to(attempts, user_id=request.user.pk),
    }
    return render(request, "classroom/coder.html", context)


@require_safe
def biller(request: SignedInRequest) -> HttpResponse:
    """The biller's worklist: what to bill, what came back, what is owed."""
    attempts = queries.seated_attempts(request.user, Seat.Desk.BILLER)
    since = Since.SENT if request.GET.get("aged") == Since.SENT else Since.SERVICE
    context = {
        "worklist": claim_queries.worklist(attempts, since=since),
        "said": queries.messages_to(attempts, user_id=request.user.pk),
    }
    return render(request, "classroom/biller.html", context)


@require_safe
def biller_books(request: SignedInRequest) -> HttpResponse:
    """The proof of all books at the biller's desk: every claim, every cheque."""
    attempts = queries.seated_attempts(request.user, Seat.Desk.BILLER)
    proof = reconcile_attempts(attempts, page=request.GET.get("page"))
    context = {"title": "Your books", "proof": proof}
    return render(request, "classroom/books.html", context)


@require_safe
def course_books(request: SignedInRequest, pk: int) -> HttpResponse:
    """The proof of all books of a course."""
    found = get_course_for(request.user, pk)
    context = {
        "title": f"Books of {found}",
        "course": found,
        "proof": reconcile_attempts(queries.course_attempts(found), page=request.GET.get("page")),
    }
    return render(request, "classroom/books.html", context)


@require_POST
def start(request: SignedInRequest, pk: int, case_pk: int) -> HttpResponse:
    """Begin an assigned case, or go on with it."""
    assignment = get_assignment_for(request.user, pk)
    case = get_object_or_404(assignment.cases, pk=case_pk)
    work = services.begin_assigned(assignment, case=case, user=request.user)
    return redirect(_desk_of(work, request))


def _desk_of(work: Work, request: SignedInRequest) -> str:
    """The page where the user's part of the work is done; while the other desk still codes it, the
    note, with a word on whose turn it is."""
    desks = set(work.seats.filter(user=request.user).values_list("desk", flat=True))
    if Seat.Desk.CODER in desks:
        return reverse("coding:workbench", args=[work.attempt_id])
    claim = Claim.objects.filter(attempt=work.attempt_id, sequence=1).first()
    if claim is not None:
        return reverse("claims:claim", args=[claim.pk])
    if not Attempt.objects.filter(pk=work.attempt_id, coding_open=True).exists():
        return reverse("classroom:biller")
    coder = work.seats.select_related("user").get(desk=Seat.Desk.CODER).user
    messages.info(request, f"You bill this one. {coder} codes it first.")
    return reverse("coding:workbench", args=[work.attempt_id])


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest) -> HttpResponse:
    """Join a class by its code; `?code=` fills it in, so that a link can be handed out."""
    if request.method != "POST":
        form = JoinForm(initial={"code": request.GET.get("code", "")[:40]})
        return render(request, "classroom/join.html", {"form": form})
    form = JoinForm(request.POST)
    if form.is_valid():
        joined = services.join_course(request.user, typed=form.cleaned_data["code"])
        if not isinstance(joined, services.NotJoined):
            messages.success(request, f"You are in {joined}.")
            return redirect("dashboard")
        form.add_error("code", str(joined))
    return render(request, "classroom/join.html", {"form": form}, status=422)


@require_POST
def say(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to the other desk of a piece of work; back to the page that asked."""
    attempt = get_attempt_for(request.user, pk)
    work = get_object_or_404(
        Work.objects.select_related("attempt", "assignment__course"), attempt=attempt
    )
    form = MessageForm(request.POST, known=known_in(attempt))
    back = f"{_page_that_asked(request, attempt)}#desk-talk"
    if not form.is_valid():
        return write_again(request, form, title="Not sent yet", back=back)
    services.send_message(work, sender=request.user, **form.cleaned_data)
    return redirect(back)


def _page_that_asked(request: SignedInRequest, attempt: Attempt) -> str:
    """The claim's page if the message was written there; the workbench otherwise."""
    if request.POST.get("from") == "claim":
        claim = Claim.objects.filter(attempt=attempt, sequence=1).first()
        if claim is not None:
            return reverse("claims:claim", args=[claim.pk])
    return reverse("coding:workbench", args=[attempt.pk])
