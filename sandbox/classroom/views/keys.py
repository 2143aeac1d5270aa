"""A course's keys: challenges of marks, mending a key with a preview, marking the class again."""

import re

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coding import queries as coding_queries
from coding.access import get_attempt_for
from coding.cases import Key
from coding.cases.mending import accepting
from coding.invented import known_in, refusal_of
from coding.key_form import KeyForm
from coding.models import Attempt, Case, CaseVersion, Challenge
from coding.services import KeyUnfit, NoReason, decide_challenge, remark_batch
from sandbox.classroom import keys
from sandbox.classroom.access import changing, get_assignment_taught, get_course_for
from sandbox.classroom.forms import WeightsForm
from sandbox.classroom.models import Course, CourseRemarking, Work
from sandbox.classroom.queries import course_attempts
from sandbox.classroom.queries import keys as queries
from sandbox.requests import SignedInRequest

TWIN = re.compile(r"[0-9]{1,4}")
MEND, DECIDE = "coding.mend_key", "coding.decide_challenge"


@require_safe
def course_keys(request: SignedInRequest, pk: int) -> HttpResponse:
    """The cases that are set to the course, with their keys and what was marked again."""
    found = get_course_for(request.user, pk, MEND)
    context = {"course": found, "keys": queries.course_keys(found)}
    return render(request, "classroom/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: SignedInRequest, pk: int, case_pk: int) -> HttpResponse:
    """Mend a key: look at what it would change, then apply it. `?code=` and `?accept=` propose an
    alternative of one of its codes, `?twin=` shows it as that twin's learner had it."""
    found = get_course_for(request.user, pk, MEND)
    case = get_object_or_404(Case.objects.filter(assignments__course=found).distinct(), pk=case_pk)
    base = keys.version_for(found, case)
    twin = _twin(request)
    key = base.parsed(twin=twin).key
    if request.method != "POST":
        code, other = request.GET.get("code", ""), request.GET.get("accept", "")
        return _page(
            request,
            found,
            base,
            twin=twin,
            form=KeyForm(key=key, initial={"version": base.pk} | _proposed(key, code, other)),
        )
    form = KeyForm(request.POST, key=key)
    preview = None
    if form.is_valid():
        try:
            if form.cleaned_data["version"] != base.pk:
                raise keys.KeyMended
            if request.POST.get("action") == "apply":
                made = _apply(request, found, base, form, twin=twin)
                return redirect("classroom:remarking", found.pk, made.pk)
            preview = keys.preview_key(
                found,
                base=base,
                key=form.key(),
                never_lower=form.cleaned_data["never_lower"],
                twin=twin,
            )
        except keys.KeyMended as error:
            typed = request.POST.copy()
            typed["version"] = str(keys.version_for(found, case).pk)
            form = KeyForm(typed, key=key)
            form.add_error(None, str(error))
        except KeyUnfit as error:
            for problem in error.problems:
                form.add_error(None, problem)
        except NoReason as error:
            form.add_error("reason", str(error))
    return _page(request, found, base, twin=twin, form=form, preview=preview)


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each part of the coding mark weighs in an assignment."""
    assignment = get_assignment_taught(request.user, pk, MEND)
    with changing(request, assignment) as stored:
        form = WeightsForm(request.POST or None, shares=stored.shares)
        if request.method == "POST" and form.is_valid():
            keys.choose_weights(
                assignment,
                actor=request.user,
                shares=form.shares(),
                reason=form.cleaned_data["reason"],
                never_lower=form.cleaned_data["never_lower"],
            )
            messages.success(request, "The weights are set.")
            return redirect("classroom:remarkings", assignment.course_id)
    context = {"assignment": assignment, "course": assignment.course, "form": form}
    return render(request, "classroom/weights.html", context, status=422 if form.errors else 200)


@require_safe
def remarkings(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the course has marked again, and what is being marked now."""
    found = get_course_for(request.user, pk, MEND)
    context = {"course": found, "runs": queries.remarkings_of(found)}
    return render(request, "classroom/remarkings.html", context)


@require_safe
def remarking(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """How far marking the class again has come."""
    found = get_course_for(request.user, pk, MEND)
    run = get_object_or_404(CourseRemarking, course=found, pk=number)
    return render(request, "classroom/remarking.html", _progress(found, run))


@require_POST
def remark(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Mark the next batch."""
    found = get_course_for(request.user, pk, MEND)
    run = get_object_or_404(CourseRemarking, course=found, pk=number)
    left = remark_batch(run.remarking_id)
    if request.htmx:
        return render(request, "classroom/_remarking.html", _progress(found, run))
    if not left:
        messages.success(request, "All marks are made again.")
    return redirect("classroom:remarking", pk, number)


@require_safe
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """From a finding of an attempt to the key, with the coder's code filled in as an alternative:
    `?code=` is the key's code, `?accept=` the coder's."""
    attempt = get_attempt_for(request.user, pk)
    work = get_object_or_404(Work.objects.select_related("assignment"), attempt=attempt)
    if work.assignment is None or not request.user.has_perm(MEND, attempt):
        raise Http404("There is no key of a class here")
    told = {name: request.GET.get(name, "")[:12] for name in ("code", "accept")}
    proposal = urlencode(told | _twin_of(attempt))
    case = attempt.case_version.case_id
    return redirect(
        f"{reverse('classroom:key', args=[work.assignment.course_id, case])}?{proposal}"
    )


@require_safe
def challenges(request: SignedInRequest, pk: int) -> HttpResponse:
    """The challenges of the course, those that wait first."""
    found = get_course_for(request.user, pk, DECIDE)
    return _challenges(request, found)


@require_POST
def decide(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Accept or decline a challenge; accepting may go on to the key."""
    found = get_course_for(request.user, pk, DECIDE)
    challenge = get_object_or_404(
        Challenge, pk=number, coding_version__attempt__work__assignment__course=found
    )
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    if action not in {"accept", "accept-key", "decline"}:
        raise BadRequest("Accept or decline.")
    if why := refusal_of(reason, known=known_in(challenge.coding_version.attempt)):
        return _challenges(request, found, refused=number, why=why, typed=reason)
    try:
        decide_challenge(
            challenge.pk, actor=request.user, accepted=action != "decline", reason=reason
        )
    except NoReason as error:
        return _challenges(request, found, refused=number, why=str(error), typed=reason)
    if action != "accept-key":
        messages.success(request, "Decided; the learner is told.")
        return redirect("classroom:challenges", pk)
    attempt = challenge.coding_version.attempt
    case = attempt.case_version.case_id
    told = {"code": challenge.code, "accept": challenge.chosen}
    proposal = urlencode(told | _twin_of(attempt))
    return redirect(f"{reverse('classroom:key', args=[pk, case])}?{proposal}")


def _challenges(
    request: SignedInRequest, course: Course, *, refused: int = 0, why: str = "", typed: str = ""
) -> HttpResponse:
    context = {
        "course": course,
        "challenges": coding_queries.challenges_at(course_attempts(course)),
        "refused": refused,
        "why": why,
        "typed": typed,
    }
    return render(request, "classroom/challenges.html", context, status=422 if refused else 200)


def _apply(
    request: SignedInRequest, course: Course, base: CaseVersion, form: KeyForm, *, twin: int
) -> CourseRemarking:
    return keys.apply_key(
        course,
        base=base,
        key=form.key(),
        actor=request.user,
        reason=form.cleaned_data["reason"],
        never_lower=form.cleaned_data["never_lower"],
        twin=twin,
    )


def _twin(request: SignedInRequest) -> int:
    """The seed in the address; what is none is the case as its author reads it."""
    text = request.GET.get("twin", "")
    return int(text) if TWIN.fullmatch(text) else 0


def _twin_of(attempt: Attempt) -> dict[str, str]:
    return {"twin": str(attempt.twin)} if attempt.twin else {}


def _proposed(key: Key, code: str, other: str) -> dict[str, str]:
    """The fields with the alternative in them; nothing where the key has no such code."""
    if not code or not other:
        return {}
    try:
        proposed = accepting(key, code, other)
    except LookupError:
        return {}
    form = KeyForm(key=proposed)
    return {name: field.initial for name, field in form.fields.items() if name.endswith("-accept")}


def _page(
    request: SignedInRequest,
    course: Course,
    base: CaseVersion,
    *,
    twin: int,
    form: KeyForm,
    preview: keys.Preview | None = None,
) -> HttpResponse:
    context = {
        "course": course,
        "case": base.case,
        "note": base.parsed(twin=twin).note,
        "form": form,
        "preview": preview,
        "history": queries.key_history(course, base.case),
    }
    return render(request, "classroom/key.html", context, status=422 if form.errors else 200)


def _progress(course: Course, run: CourseRemarking) -> dict[str, object]:
    return {"course": course, "run": queries.remarking_view(run)}
