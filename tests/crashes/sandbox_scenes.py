"""A scene for every writing service of `sandbox`; those of one's own things stand apart."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from coding.cases.mending import accepting
from coding.grading import SHARES
from sandbox.classroom import keys, services
from sandbox.classroom.models import Course, Enrolment, Mode, Pair, Release, Work
from sandbox.classroom.roster import Entry
from sandbox.classroom.services import partners, releasing
from tests.crashes import own_scenes
from tests.crashes.coding_scenes import SLUG, other_organism
from tests.crashes.scene import Ready, Scene, scene
from tests.crashes.school import (
    School,
    begun,
    billed_by_partner,
    coded,
    school,
    two_begun,
)
from tests.factories import make_case, make_user

WHY = "For the test."
ZONE = "America/New_York"
LONG_AGO = timedelta(days=400)


def course_scene(service: Any, ready: Ready = school, *, tells: str = "", **named: Any) -> Scene:
    """A scene of a service that begins with the class and its instructor."""
    return scene(
        service,
        ready,
        lambda there: there.course,
        actor=lambda there: there.teacher,
        tells=tells,
        **named,
    )


def assignment_scene(service: Any, ready: Ready = school, **named: Any) -> Scene:
    """A scene of a service that begins with the assignment and the instructor."""
    return scene(
        service,
        ready,
        lambda there: there.assignment,
        actor=lambda there: there.teacher,
        **named,
    )


def _code(there: School) -> Any:
    return services.make_join_code(there.course, actor=there.teacher, days=7)


def _notice(there: School) -> Any:
    return services.tell_class(there.course, actor=there.teacher, text=WHY)


def _roster_account(there: School) -> int:
    entry = Entry("newcomer", "New Comer", "learner")
    services.take_roster(there.course, actor=there.teacher, entries=[entry])
    return there.enrolled(make_user("newcomer"))


def _archived(there: School) -> None:
    services.archive_course(there.course, actor=there.teacher)


def _paused(there: School) -> None:
    services.pause_course(there.course, actor=there.teacher)


def _previewed(there: School) -> Work:
    return services.preview_assigned(there.assignment, case=there.case, actor=there.teacher)


def _mended(there: School) -> None:
    version = there.case.newest()
    keys.apply_key(
        there.course,
        base=version,
        key=accepting(version.parsed().key, "B96.20", "B96.29"),
        actor=there.teacher,
        reason=WHY,
        never_lower=True,
    )


def _other_pair(there: School) -> None:
    Pair.objects.create(assignment=there.assignment, coder=there.ada, biller=there.bo)


def to_mend() -> tuple[Work, Course]:
    """A coding that another key would take, and its class."""
    work = other_organism()
    assert work.assignment is not None
    return work, work.assignment.course


def _pairs(there: School) -> list[services.PairPlan]:
    return [services.PairPlan(there.bo.pk, there.ada.pk)]


def _all_work(_: object) -> Any:
    return Work.objects.all()


def _work(there: School) -> Work:
    return there.more


CLASS: tuple[Scene, ...] = (
    scene(
        services.create_course,
        make_user,
        name="New",
        term="Fall",
        instructor=lambda user: user,
    ),
    course_scene(
        services.change_course,
        name="Other",
        term="Spring",
        time_zone=ZONE,
        is_blind=True,
        stuck_after=9,
    ),
    course_scene(services.archive_course),
    course_scene(services.restore_course, lambda: school(_archived)),
    course_scene(services.pause_course),
    course_scene(services.resume_course, lambda: school(_paused)),
    course_scene(services.copy_course, lambda: school(_mended), name="Copy", term="Spring"),
    scene(
        services.enrol,
        school,
        lambda there: there.course,
        user=lambda _: make_user("cy"),
        role=Enrolment.Role.LEARNER,
    ),
    course_scene(services.make_join_code, days=3),
    course_scene(
        services.revoke_join_code, lambda: school(_code), code_id=lambda there: there.more.pk
    ),
    scene(
        services.join_course,
        lambda: school(_code),
        lambda _: make_user("cy"),
        typed=lambda there: there.more.code,
        tells="right",
    ),
    scene(services.join_course, school, lambda _: make_user("cy"), typed="WRONG", tells="wrong"),
    course_scene(
        services.change_enrolment,
        enrolment_id=lambda there: there.enrolled(there.ada),
        role="assistant",
        pseudonym="Heron",
        extra_time=10,
    ),
    course_scene(services.remove_from_course, enrolment_id=lambda there: there.enrolled(there.ada)),
    course_scene(services.renew_pseudonyms),
    course_scene(
        services.take_roster,
        entries=[Entry("cy", "Cy", "learner"), Entry("di", "Di", "assistant")],
    ),
    course_scene(
        services.renew_password,
        lambda: school(_roster_account),
        enrolment_id=lambda there: there.more,
    ),
    course_scene(services.keep_comment, text=WHY),
    course_scene(
        services.forget_comment,
        lambda: school(
            lambda there: services.keep_comment(there.course, actor=there.teacher, text=WHY)
        ),
        number=lambda there: there.more.pk,
    ),
    course_scene(services.tell_class, text=WHY),
    course_scene(
        services.take_notice_back,
        lambda: school(_notice),
        notice_id=lambda there: there.more.pk,
    ),
    scene(
        services.put_notice_away,
        lambda: school(_notice),
        lambda there: there.more,
        user=lambda there: there.ada,
    ),
    course_scene(services.start_class_move, lambda: school(begun), step="day"),
    scene(
        services.move_batch,
        lambda: school(two_begun),
        lambda there: there.more,
        actor=lambda there: there.teacher,
        in_parts=True,
    ),
)

WORK: tuple[Scene, ...] = (
    scene(
        services.create_assignment,
        school,
        lambda there: there.course,
        title="Three",
        cases=lambda there: [there.case],
    ),
    assignment_scene(
        services.change_assignment,
        lambda: school(begun),
        cases=lambda there: [there.case],
        title="Other",
        scrubber="basic",
    ),
    assignment_scene(services.delete_assignment, lambda: school(_previewed)),
    assignment_scene(services.move_assignment, by=1),
    assignment_scene(
        services.extend_for,
        user=lambda there: there.ada,
        due_at=None,
        more_attempts=1,
        reason=WHY,
    ),
    assignment_scene(services.set_pairs, lambda: school(_other_pair), plans=_pairs, swaps=False),
    assignment_scene(services.copy_assignment),
    scene(
        services.begin_assigned,
        lambda: school(mode=Mode.BOTH),
        lambda there: there.assignment,
        case=lambda there: there.case,
        user=lambda there: there.ada,
    ),
    scene(
        services.begin_assigned,
        lambda: school(mode=Mode.BILLER, partner="perfect"),
        lambda there: there.assignment,
        case=lambda there: there.case,
        user=lambda there: there.ada,
        tells="with a scripted coder",
    ),
    scene(
        services.begin_assigned,
        lambda: school(billed_by_partner),
        lambda there: there.assignment,
        case=lambda there: there.case,
        user=lambda there: there.ada,
        tells="again with a scripted biller",
    ),
    scene(
        services.start_assigned,
        school,
        lambda there: there.assignment,
        case=lambda there: there.case,
        seats=lambda there: {"coder": there.ada, "biller": there.bo},
    ),
    assignment_scene(services.preview_assigned, case=lambda there: there.case),
    scene(services.start_practice, make_user, lambda user: user, case=lambda _: make_case(SLUG)),
    scene(
        services.start_practice_audit,
        make_user,
        lambda user: user,
        case=lambda _: make_case(SLUG),
    ),
    scene(
        services.start_trial,
        make_user,
        lambda user: user,
        case_version=lambda _: make_case(SLUG).newest(),
    ),
    scene(partners.partner_of, make_case, "perfect"),
    scene(
        services.send_message,
        lambda: school(begun),
        _work,
        sender=lambda there: there.ada,
        text=WHY,
    ),
    scene(
        services.override_mark,
        lambda: school(coded),
        _work,
        actor=lambda there: there.teacher,
        desk="coder",
        score=Decimal("0.5"),
        reason=WHY,
    ),
    scene(
        services.release_work,
        lambda: school(coded),
        _all_work,
        actor=lambda there: there.teacher,
    ),
    scene(
        services.show_feedback,
        lambda: school(coded),
        _all_work,
        actor=lambda there: there.teacher,
        course=lambda there: there.course,
    ),
    scene(
        releasing.release_what_is_done,
        lambda: school(coded, feedback=Release.AT_ONCE, key_release=Release.AT_ONCE),
        _work,
    ),
    scene(
        services.release_what_is_due,
        lambda: school(
            coded,
            feedback=Release.WHEN_DUE,
            key_release=Release.WHEN_DUE,
            due_at=timezone.now() - LONG_AGO,
        ),
        lambda there: [there.assignment],
    ),
    scene(
        keys.apply_key,
        to_mend,
        lambda found: found[1],
        base=lambda found: found[0].attempt.case_version,
        key=lambda found: accepting(found[0].attempt.case_version.parsed().key, "B96.20", "B96.29"),
        actor=lambda _: make_user("teacher"),
        reason=WHY,
        never_lower=True,
    ),
    assignment_scene(
        keys.choose_weights,
        lambda: school(coded),
        shares={name: 100 if name == "diagnoses" else 0 for name in SHARES},
        reason=WHY,
        never_lower=False,
    ),
)

SCENES = (*CLASS, *WORK, *own_scenes.SCENES)
