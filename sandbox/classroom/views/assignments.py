"""Set assignments: the list, the builder, pairs, extensions, a preview as a learner."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.accounts.models import User
from sandbox.classroom import services
from sandbox.classroom.access import changing, get_assignment_taught, get_course_for
from sandbox.classroom.forms import AssignmentForm, CaseFilterForm, ExtensionForm, PairsForm
from sandbox.classroom.models import Assignment, Course, Mode
from sandbox.classroom.queries.assignments import (
    amount_text,
    assignments_of,
    cases_to_set,
    extensions_shown,
)
from sandbox.classroom.queries.people import learners_of
from sandbox.requests import SignedInRequest

RUN = "classroom.run_course"


@require_safe
def assignments(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is set to the class, in its order."""
    found = get_course_for(request.user, pk)
    context = {
        "course": found,
        "assignments": assignments_of(found),
        "may_run": request.user.has_perm(RUN, found),
        "may_mend": request.user.has_perm("coding.mend_key", found),
    }
    return render(request, "classroom/assignments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Build an assignment."""
    found = get_course_for(request.user, pk, RUN)
    return _builder(request, found, Assignment(course=found))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an assignment."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    return _builder(request, assignment.course, assignment)


def _builder(request: SignedInRequest, course: Course, assignment: Assignment) -> HttpResponse:
    """The builder; a new assignment is one that is not stored yet. The action `tick` ticks the
    cases of a skill and a difficulty beside those that are ticked, and stores nothing."""
    cases = cases_to_set(course)
    chooser = CaseFilterForm(request.POST or None)
    is_ticking = request.POST.get("action") == "tick"
    with timezone.override(course.zone):
        with changing(request, assignment) as stored:
            form = AssignmentForm(request.POST or None, instance=stored, cases=cases)
            if is_ticking:
                form = form.with_more(case for case in cases if chooser.matches(case))
            elif form.is_valid():
                saved = _save(request, course, form)
                messages.success(request, f"{saved} is set.")
                return redirect("classroom:assignments", course.pk)
        context = {
            "course": course,
            "assignment": assignment,
            "form": form,
            "chooser": chooser,
            "ticked": amount_text(form.ticked()) if is_ticking else "",
            "previews": assignment.listed_cases() if assignment.pk else (),
            "is_begun": assignment.pk is not None
            and assignment.work.filter(is_preview=False).exists(),
        }
        status = 422 if form.errors else 200
        return render(request, "classroom/assignment.html", context, status=status)


def _save(request: SignedInRequest, course: Course, form: AssignmentForm) -> Assignment:
    told = form.settings()
    title, cases = form.cleaned_data["title"], form.chosen_cases()
    if form.instance.pk is None:
        return services.create_assignment(course, title=title, cases=cases, **told)
    stored = Assignment.objects.select_related("course").get(pk=form.instance.pk)
    return services.change_assignment(stored, actor=request.user, cases=cases, title=title, **told)


@require_POST
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move an assignment up or down the list."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    by = -1 if request.POST.get("by") == "up" else 1
    services.move_assignment(assignment, actor=request.user, by=by)
    return redirect("classroom:assignments", assignment.course_id)


@require_POST
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same once more, without dates and people."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    made = services.copy_assignment(assignment, actor=request.user)
    messages.success(request, f"{made} has no dates yet.")
    return redirect("classroom:assignment", made.pk)


@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an assignment away that nobody has begun."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    services.delete_assignment(assignment, actor=request.user)
    messages.success(request, f"{assignment} is gone.")
    return redirect("classroom:assignments", assignment.course_id)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """More time or attempts for one learner."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    course = assignment.course
    with timezone.override(course.zone):
        form = ExtensionForm(request.POST or None, learners=learners_of(course))
        if form.is_valid():
            told = form.cleaned_data
            user = User.objects.get(pk=told["learner"])
            given = services.extend_for(
                assignment,
                actor=request.user,
                user=user,
                due_at=told["due_at"],
                more_attempts=told["more_attempts"] or 0,
                reason=told["reason"],
            )
            said = "has the extension" if given else "has no extension any more"
            messages.success(request, f"{user} {said}.")
            return redirect("classroom:extend", pk)
        context = {
            "course": course,
            "assignment": assignment,
            "form": form,
            "extensions": extensions_shown(assignment),
        }
        status = 422 if form.errors else 200
        return render(request, "classroom/extend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who works with whom; `?deal=1` proposes pairs of everybody, in the order of the list."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    course = assignment.course
    learners = learners_of(course)
    with changing(request, assignment):
        pairs_set = [(pair.coder_id, pair.biller_id) for pair in assignment.pairs.all()]
        proposed = _dealt(learners) if request.GET.get("deal") == "1" else pairs_set
        first = assignment.pairs.first()
        form = PairsForm(
            request.POST or None,
            learners=learners,
            pairs=proposed,
            pairs_set=pairs_set,
            rows=max(-(-len(learners) // 2), len(proposed)) + 1,
            initial={"swaps": first.swaps if first else True},
        )
        if form.is_valid():
            try:
                services.set_pairs(
                    assignment,
                    actor=request.user,
                    plans=form.plans(),
                    swaps=form.cleaned_data["swaps"],
                )
                messages.success(request, "The pairs are set. Work that was begun keeps its seats.")
                return redirect("classroom:pairs", pk)
            except services.PairsUnfit as error:
                form.add_error(None, str(error))
    context = {
        "course": course,
        "assignment": assignment,
        "form": form,
        "is_pairs": assignment.mode == Mode.PAIRS,
        "is_proposed": proposed != pairs_set,
        "learners": len(learners),
    }
    return render(request, "classroom/pairs.html", context, status=422 if form.errors else 200)


def _dealt(learners: Sequence[tuple[int, str]]) -> list[tuple[int | None, int | None]]:
    """Pairs of everybody, in the order of the list; the last one may sit alone."""
    people: list[int | None] = [user for user, _ in learners]
    people += [None] * (len(people) % 2)
    return list(zip(people[::2], people[1::2], strict=True))


@require_POST
def preview(request: SignedInRequest, pk: int, case_pk: int) -> HttpResponse:
    """Try a case of the assignment as its learners would."""
    assignment = get_assignment_taught(request.user, pk, RUN)
    case = get_object_or_404(assignment.cases, pk=case_pk)
    work = services.preview_assigned(assignment, case=case, actor=request.user)
    return redirect("coding:workbench", work.attempt_id)
