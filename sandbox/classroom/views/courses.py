"""The instructor's classes: the list, one class's settings, and its live board."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.queries.aging import Since
from claims.queries.office import office_figures
from claims.services.calendar import Step
from coding.requests import row_number
from sandbox.classroom import queries, services
from sandbox.classroom.access import (
    changing,
    get_course_for,
    may_teach,
    require_teaching,
)
from sandbox.classroom.forms import CopyForm, CourseForm, NoticeForm
from sandbox.classroom.models import ClassMove, Course, Enrolment, Notice
from sandbox.classroom.queries.attempts import attempts_page
from sandbox.classroom.queries.board import (
    LiveBoard,
    assignments_on_board,
    board_version,
    live_board,
)
from sandbox.classroom.queries.talk import notices_for
from sandbox.classroom.services.releasing import unreleased
from sandbox.classroom.stages import ALL_STAGES
from sandbox.classroom.views.again import write_again
from sandbox.classroom.visits import enrolments_in
from sandbox.requests import SignedInRequest

RUN, MOVE = "classroom.run_course", "classroom.move_class"


@require_safe
def instructor(request: SignedInRequest) -> HttpResponse:
    """The instructor's courses with what waits in each; `?archived=1` shows those that are over."""
    if not queries.teaches(request.user):
        require_teaching(request.user)
    archived = request.GET.get("archived") == "1"
    courses = queries.courses_taught(request.user, archived=archived)
    context = {
        "courses": courses,
        "archived": archived,
        "may_teach": may_teach(request.user),
    }
    return render(request, "classroom/instructor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: SignedInRequest) -> HttpResponse:
    """Start a class; whoever does is its instructor."""
    require_teaching(request.user)
    form = CourseForm(request.POST or None)
    if form.is_valid():
        told = dict(form.cleaned_data)
        made = services.create_course(
            name=told["name"],
            term=told["term"],
            time_zone=told["time_zone"],
            is_blind=told["is_blind"],
            instructor=request.user,
        )
        messages.success(request, f"{made} is there. Set something, and let people join.")
        return redirect("classroom:assignments", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "classroom/new_course.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the class is called and how it is run; copy it, archive it."""
    found = get_course_for(request.user, pk, RUN)
    with changing(request, Course.objects.get(pk=found.pk)) as stored:
        form = CourseForm(request.POST or None, instance=stored)
        if form.is_valid():
            services.change_course(found, actor=request.user, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("classroom:settings", pk)
    context = {"course": found, "form": form, "copy_form": _copy_form(found)}
    return render(request, "classroom/settings.html", context, status=422 if form.errors else 200)


@require_POST
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same class for another term, without its people and their work."""
    found = get_course_for(request.user, pk, RUN)
    form = CopyForm(request.POST, auto_id="copy-%s")
    if not form.is_valid():
        context = {"course": found, "form": CourseForm(instance=found), "copy_form": form}
        return render(request, "classroom/settings.html", context, status=422)
    made = services.copy_course(found, actor=request.user, **form.cleaned_data)
    messages.success(request, f"{made} is a copy of {found}. Its assignments have no dates yet.")
    return redirect("classroom:assignments", made.pk)


@require_POST
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the class, or take it up again (`action` is `restore`)."""
    found = get_course_for(request.user, pk, RUN)
    if request.POST.get("action") == "restore":
        services.restore_course(found, actor=request.user)
        messages.success(request, f"{found} goes on.")
    else:
        services.archive_course(found, actor=request.user)
        messages.success(request, f"{found} is archived. Everything in it can still be read.")
    return redirect("classroom:settings", pk)


def _copy_form(course: Course) -> CopyForm:
    return CopyForm(initial={"name": course.name, "term": ""}, auto_id="copy-%s")


@require_safe
def course(request: SignedInRequest, pk: int) -> HttpResponse:
    """The live board of a class: who is where, who is stuck, what was refused last."""
    found = get_course_for(request.user, pk)
    services.release_what_is_due(found.assignments.all())
    choices = assignments_on_board(found)
    chosen = _assignment(request, found) or next((pk for pk, _ in choices), None)
    context = {
        "course": found,
        "board": _board(request, found, chosen),
        "choices": choices,
        "stage": request.GET.get("stage", ""),
        "write_offs": queries.write_offs_to_approve(found),
        "to_release": unreleased(found).count(),
        "challenges": queries.waiting_challenges(found),
        "moving": ClassMove.objects.filter(course=found, waiting__isnull=False).first(),
        "may_move": request.user.has_perm(MOVE, found),
        "notices": Notice.objects.filter(course=found, ended_at=None)[:5],
        "notice_form": NoticeForm(auto_id="notice-%s"),
        "new_url": reverse("classroom:new_assignment", args=[pk]),
    }
    return render(request, "classroom/course.html", context)


@require_safe
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """The board alone, asked for again and again; 304 while nothing has changed."""
    found = get_course_for(request.user, pk)
    chosen = _assignment(request, found) or _worked_on_last(found)
    if chosen is None:
        raise Http404("Nothing is set to this class")
    version = board_version(found, chosen, now=timezone.now())
    etag = f'"{version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    context = {
        "course": found,
        "board": _board(request, found, chosen, version=version),
        "stage": request.GET.get("stage", ""),
    }
    answer = render(request, "classroom/_board.html", context)
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _board(
    request: SignedInRequest, course: Course, chosen: int | None, *, version: str = ""
) -> LiveBoard | None:
    """The board of that assignment; None while nothing is set."""
    if chosen is None:
        return None
    return live_board(
        course,
        chosen,
        now=timezone.now(),
        number=request.GET.get("page"),
        stage=request.GET.get("stage", ""),
        version=version,
    )


def _assignment(request: SignedInRequest, course: Course) -> int | None:
    """The assignment of the address; None without one of the course's."""
    if not (asked := row_number(request.GET.get("assignment", ""))):
        return None
    return course.assignments.filter(pk=asked).values_list("pk", flat=True).first()


def assignment_asked(request: SignedInRequest, course: Course) -> int | None:
    """The assignment that a page of figures is about; None for all of them."""
    if request.GET.get("assignment") == "all":
        return None
    return _assignment(request, course) or _worked_on_last(course)


def _worked_on_last(course: Course) -> int | None:
    return next((pk for pk, _ in assignments_on_board(course)), None)


@require_safe
def attempts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every attempt of the class, page by page, with its marks; release them."""
    found = get_course_for(request.user, pk)
    stage = request.GET.get("stage", "")
    page, rows = attempts_page(found, number=request.GET.get("page"), stage=stage)
    waiting = unreleased(found).count()
    context = {
        "course": found,
        "page": page,
        "rows": rows,
        "stage": stage,
        "stages": ALL_STAGES,
        "to_release": waiting,
        "release_label": f"Release {waiting} mark{'' if waiting == 1 else 's'}",
        "may_release": request.user.has_perm("coding.release_marks", found),
    }
    return render(request, "classroom/attempts.html", context)


@require_safe
def figures(request: SignedInRequest, pk: int) -> HttpResponse:
    """The class as one billing office: what is owed by age, and its rates, in the assignment that
    is worked on last or in that of `?assignment=`; `all` is everything."""
    found = get_course_for(request.user, pk)
    since = Since.SENT if request.GET.get("aged") == Since.SENT else Since.SERVICE
    chosen = assignment_asked(request, found)
    context = {
        "course": found,
        "assignments": found.assignments.order_by("place", "pk"),
        "chosen": chosen,
        "figures": office_figures(queries.course_attempts(found, chosen), since=since),
    }
    return render(request, "classroom/figures.html", context)


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Release every coded attempt's marks to its learners, or those of one `learner`; with `what`
    score, only the score without the key."""
    found = get_course_for(request.user, pk, "coding.release_marks")
    works, back = unreleased(found), redirect("classroom:attempts", pk)
    if learner := request.POST.get("learner", ""):
        whose = get_object_or_404(found.enrolments, user=row_number(learner))
        works = works.filter(seats__user=whose.user_id)
        back = redirect("classroom:learner_marks", pk, whose.user_id)
    if request.POST.get("what") == "score":
        count = services.show_feedback(works, actor=request.user, course=found)
        told = "Scores shown, keys hidden,"
    else:
        count, told = services.release_work(works, actor=request.user), "Marks released"
    messages.success(request, f"{told} for {count} attempt{'' if count == 1 else 's'}.")
    return back


@require_POST
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop all work in the class, or let it go on (`action` is `resume`)."""
    found = get_course_for(request.user, pk, MOVE)
    if request.POST.get("action") == "resume":
        services.resume_course(found, actor=request.user)
        messages.success(request, "The class goes on.")
    else:
        services.pause_course(found, actor=request.user)
        messages.success(request, "The class is paused: learners can look, and change nothing.")
    return redirect("classroom:course", pk)


@require_POST
def tell(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the class something, or take it back (`back` is the notice)."""
    found = get_course_for(request.user, pk, MOVE)
    back = row_number(request.POST.get("back", ""))
    if back is not None:
        services.take_notice_back(found, actor=request.user, notice_id=back)
        return redirect("classroom:course", pk)
    form = NoticeForm(request.POST, auto_id="notice-%s")
    if not form.is_valid():
        here = reverse("classroom:course", args=[pk])
        return write_again(request, form, title="Not told yet", back=here)
    services.tell_class(found, actor=request.user, **form.cleaned_data)
    messages.success(request, "Every learner of the class reads it now.")
    return redirect("classroom:course", pk)


@require_safe
def told(request: SignedInRequest) -> HttpResponse:
    """What a learner's classes are told, asked for again and again; 204 while `?shown=` is it."""
    shown = notices_for(request.user, enrolments_in(request))
    if request.GET.get("shown") == shown.version:
        return HttpResponse(status=204)
    return render(request, "_told.html", {"told": shown})


@require_POST
def read_notice(request: SignedInRequest, number: int) -> HttpResponse:
    """A learner has read what the class was told."""
    learner = Enrolment.Role.LEARNER
    mine = Notice.objects.filter(
        course__enrolments__user=request.user, course__enrolments__role=learner
    )
    services.put_notice_away(get_object_or_404(mine, pk=number), user=request.user)
    return redirect("dashboard")


@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to move every calendar of the class on by a day or a week."""
    found = get_course_for(request.user, pk, MOVE)
    step: Step = "week" if request.POST.get("step") == "week" else "day"
    begun = services.start_class_move(found, actor=request.user, step=step)
    return redirect("classroom:moving", pk, begun.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """How far the move has come; POST moves the next batch."""
    found = get_course_for(request.user, pk, MOVE)
    run = get_object_or_404(ClassMove, course=found, pk=number)
    if request.method == "POST":
        services.move_batch(run.pk, actor=request.user)
    left = run.waiting.count()
    context = {"course": found, "move": run, "left": left, "done": run.total - left}
    if request.method == "POST" and not request.htmx:
        return redirect("classroom:moving", pk, number)
    template = "classroom/_moving.html" if request.htmx else "classroom/moving.html"
    return render(request, template, context)
