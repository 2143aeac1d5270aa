"""Who is in a class: codes, roster, roles, pseudonyms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coding.requests import row_number
from sandbox.accounts.naming import hiding
from sandbox.classroom import services
from sandbox.classroom.access import changing, get_course_for
from sandbox.classroom.forms import EnrolmentForm, JoinCodeForm, RosterForm
from sandbox.classroom.models import Course, Enrolment
from sandbox.classroom.queries.people import accounts_of, people_of, renewable, valid_codes
from sandbox.classroom.roster import Roster, write_roster
from sandbox.requests import SignedInRequest

RUN = "classroom.run_course"


@require_safe
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody in the class, and the ways in."""
    found = get_course_for(request.user, pk, RUN)
    return _people(request, found)


@hiding(dict)
def _people(request: SignedInRequest, course: Course, **extra: Any) -> HttpResponse:
    """The page that says who is who, also in a blind class."""
    context = {
        "course": course,
        "people": people_of(course),
        "codes": valid_codes(course, now=timezone.now()),
        "code_form": JoinCodeForm(auto_id="code-%s"),
        "join_url": request.build_absolute_uri(reverse("classroom:join")),
    }
    return render(request, "classroom/people.html", context | extra)


@require_POST
def code(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a code by which learners join, or revoke one (`revoke` is its number)."""
    found = get_course_for(request.user, pk, RUN)
    revoke = row_number(request.POST.get("revoke", ""))
    if revoke is not None:
        services.revoke_join_code(found, actor=request.user, code_id=revoke)
        messages.success(request, "The code lets nobody in any more.")
        return redirect("classroom:people", pk)
    form = JoinCodeForm(request.POST, auto_id="code-%s")
    if form.is_valid():
        services.make_join_code(found, actor=request.user, **form.cleaned_data)
    else:
        messages.error(request, "Choose how long the code is valid.")
    return redirect(f"{reverse('classroom:people', args=[pk])}#codes")


@hiding(dict)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The role, pseudonym and extra time of somebody."""
    found = get_course_for(request.user, pk, RUN)
    enrolment = _enrolment(found, number)
    with changing(request, found):
        form = EnrolmentForm(request.POST or None, instance=_enrolment(found, number))
        if form.is_valid():
            try:
                services.change_enrolment(
                    found, actor=request.user, enrolment_id=number, **form.cleaned_data
                )
                messages.success(request, f"{enrolment.user}: saved.")
                return redirect("classroom:people", pk)
            except services.PseudonymTaken as error:
                form.add_error("pseudonym", str(error))
    context = {
        "course": found,
        "enrolment": enrolment,
        "form": form,
        "may_renew": renewable(found).filter(pk=number).exists(),
    }
    return render(request, "classroom/person.html", context, status=422 if form.errors else 200)


@hiding(dict)
@require_POST
def remove(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take somebody out of the class; their work stays."""
    found = get_course_for(request.user, pk, RUN)
    enrolment = _enrolment(found, number)
    services.remove_from_course(found, actor=request.user, enrolment_id=number)
    messages.success(request, f"{enrolment.user} is no longer in the class. Their work is kept.")
    return redirect("classroom:people", pk)


@hiding(dict)
@never_cache
@require_POST
def password(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A new password for somebody whose account the roster made; shown once."""
    found = get_course_for(request.user, pk, RUN)
    _enrolment(found, number)
    made = services.renew_password(found, actor=request.user, enrolment_id=number)
    return render(request, "classroom/sign_ins.html", {"course": found, "made": [made]})


@require_POST
def pseudonyms(request: SignedInRequest, pk: int) -> HttpResponse:
    """Deal new pseudonyms to everybody."""
    found = get_course_for(request.user, pk, RUN)
    count = services.renew_pseudonyms(found, actor=request.user)
    messages.success(request, f"{count} people have new pseudonyms.")
    return redirect("classroom:people", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look at a roster row by row, then take it (`action` is `take`)."""
    found = get_course_for(request.user, pk, RUN)
    if request.method != "POST":
        return _roster(request, found, RosterForm())
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _roster(request, found, form)
    read = form.roster()
    if read.problem:
        form.add_error(None, read.problem)
        return _roster(request, found, form)
    if request.POST.get("action") != "take" or not read.is_good:
        return _roster(request, found, form, read=read)
    made = services.take_roster(found, actor=request.user, entries=read.entries)
    messages.success(request, f"{len(read.rows)} people of the roster are in the class.")
    if not made:
        return redirect("classroom:people", pk)
    return render(request, "classroom/sign_ins.html", {"course": found, "made": made})


def _roster(
    request: SignedInRequest, course: Course, form: RosterForm, *, read: Roster | None = None
) -> HttpResponse:
    """The form, and beside it what the roster says."""
    rows = read.rows if read else ()
    accounts = accounts_of(course, usernames=[row.entry.username for row in rows])
    context = {
        "course": course,
        "form": form,
        "read": read,
        "rows": [(row, accounts.get(row.entry.username)) for row in rows],
        "text": write_roster(row.entry for row in rows),
    }
    return render(request, "classroom/roster.html", context, status=422 if form.errors else 200)


def _enrolment(course: Course, number: int) -> Enrolment:
    return get_object_or_404(Enrolment.objects.select_related("user"), course=course, pk=number)
