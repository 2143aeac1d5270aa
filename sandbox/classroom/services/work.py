"""Begin work: assigned, previewed or practised. Who sits where, at which version of the case."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from claims.scrubber import Strength
from claims.services.opening import set_up_billing
from coding.cases import Mess
from coding.cases.answers import can_be_audited
from coding.conflicts import Conflict, lock_row
from coding.models import Attempt, Case, CaseVersion
from coding.services import start_attempt, start_audit
from sandbox.accounts.models import User
from sandbox.classroom.due import times_for
from sandbox.classroom.holding import HeldByClass, held_cases
from sandbox.classroom.keys import version_for
from sandbox.classroom.models import Assignment, Extension, Mode, Pair, Seat, Work
from sandbox.classroom.services.partners import partner_of, play_partner_later

TWINS_IN_A_CLASS = 12
"""How many patients a case has within an assignment: neighbours differ, and what each process has
read of them is little enough to keep."""

CODER, BILLER = Seat.Desk.CODER.value, Seat.Desk.BILLER.value


class NotAssigned(ValueError):
    """The case does not belong to the assignment."""


class NotOpen(Conflict):
    """The assignment is not open yet, or no more; or its class is paused or over."""

    title = "This cannot be begun now"
    advice = "You can still see your work and marks."
    way_on = "Go to your desk"


@transaction.atomic
def begin_assigned(assignment: Assignment, *, case: Case, user: User) -> Work:
    """Begin one case of an assignment as a learner, or go on with it, at the desks that the
    assignment gives them. A scripted partner whose turn it is goes on too.

    Work that is not done is gone on with. When it is done, another attempt begins as long as more
    are allowed and the key is not released; after that the last one is given. Raises NotAssigned,
    NotOpen (409) before the assignment opens, when it is closed and while the class is at rest.
    """
    assignment = lock_row(Assignment.objects.select_related("course"), pk=assignment.pk)
    place = assignment.assigned_cases.filter(case=case).values_list("place", flat=True).first()
    if place is None:
        raise NotAssigned(f"{case} is not part of {assignment}")
    earlier = attempts_at(assignment, case=case, user=user)
    newest = earlier.first()
    if newest is not None and not _may_try_again(newest, count=earlier.count(), user=user):
        play_partner_later(newest)
        return newest
    if assignment.course.is_at_rest:
        how = "over" if assignment.course.is_archived else "paused"
        said = f"{assignment.course} is {how}. Nothing was begun."
        raise NotOpen(said, url=reverse("dashboard"))
    if not times_for(assignment, user).is_open(timezone.now()):
        said = "This assignment is not open now. Nothing was begun."
        raise NotOpen(said, url=reverse("dashboard"))
    if newest is not None:
        seats = {seat.desk: seat.user for seat in newest.seats.select_related("user")}
    else:
        seats = _seats_for(assignment, user=user, place=place)
    return _begin_set(assignment, case=case, seats=seats)


@transaction.atomic
def start_assigned(assignment: Assignment, *, case: Case, seats: Mapping[str, User]) -> Work:
    """Begin one case of an assignment with these people, `seats` naming who sits at which desk.

    Who already works on that case for this assignment gets that work again, however often they
    ask. Raises NotAssigned when the case is not part of the assignment.
    """
    assignment = lock_row(Assignment.objects.all(), pk=assignment.pk)
    if not assignment.assigned_cases.filter(case=case).exists():
        raise NotAssigned(f"{case} is not part of {assignment}")
    begun = Work.objects.filter(
        assignment=assignment,
        is_preview=False,
        attempt__case_version__case=case,
        seats__user__in=set(seats.values()),
    ).first()
    return begun or _begin_set(assignment, case=case, seats=seats)


@transaction.atomic
def preview_assigned(assignment: Assignment, *, case: Case, actor: User) -> Work:
    """Try one case of an assignment as its learners would, alone; it counts nowhere. A preview that
    is begun is gone on with. Raises PermissionDenied without `classroom.run_course`."""
    if not actor.has_perm("classroom.run_course", assignment.course):
        raise PermissionDenied("Only who runs the class previews its assignments")
    assignment = lock_row(Assignment.objects.all(), pk=assignment.pk)
    if not assignment.assigned_cases.filter(case=case).exists():
        raise NotAssigned(f"{case} is not part of {assignment}")
    begun = Work.objects.filter(
        assignment=assignment,
        is_preview=True,
        attempt__case_version__case=case,
        seats__user=actor,
    ).first()
    if begun is not None:
        return begun
    place = assignment.assigned_cases.get(case=case).place
    seats = _seats_for(assignment, user=actor, place=place)
    return _begin_set(assignment, case=case, seats=seats, is_preview=True)


@transaction.atomic
def start_practice(user: User, *, case: Case, mess: str = Mess.TYPICAL) -> Work:
    """Begin a case alone, at both desks; an unfinished attempt at it is continued instead. `mess`
    is the note to take; each further attempt has another patient, where the case has twins. Raises
    HeldByClass (409)."""
    User.objects.select_for_update().get(pk=user.pk)
    works = Work.objects.filter(
        assignment=None, seats__user=user, attempt__case_version__case=case, attempt__audited={}
    ).distinct()
    begun = works.filter(attempt__released_at=None).exclude(attempt__claims__state="closed")
    if (going := begun.first()) is not None:
        return going
    _check_free(case, user=user)
    attempt = start_attempt(case.newest(), twin=works.count(), mess=mess, hints_allowed=True)
    return _seat(attempt, seats=dict.fromkeys(Seat.Desk.values, user))


@transaction.atomic
def start_trial(user: User, *, case_version: CaseVersion) -> Work:
    """Begin a version of a case alone, at both desks: its author tries it."""
    attempt = start_attempt(case_version, hints_allowed=True)
    return _seat(attempt, seats=dict.fromkeys(Seat.Desk.values, user))


@transaction.atomic
def start_practice_audit(user: User, *, case: Case) -> Work:
    """Begin to audit a case's codes alone; an unfinished audit of it is continued instead. Raises
    NothingToAudit, HeldByClass (both 409)."""
    User.objects.select_for_update().get(pk=user.pk)
    audits = Work.objects.filter(
        assignment=None, seats__user=user, attempt__case_version__case=case
    ).exclude(attempt__audited={})
    begun = audits.filter(attempt__released_at=None).exclude(attempt__claims__state="closed")
    if (going := begun.first()) is not None:
        return going
    _check_free(case, user=user)
    turn = audits.distinct().count()
    attempt = start_audit(case.newest(), turn=turn, twin=turn)
    return _seat(attempt, seats=dict.fromkeys(Seat.Desk.values, user))


def _check_free(case: Case, *, user: User) -> None:
    """Raises HeldByClass."""
    if case.pk in held_cases(user.pk):
        raise HeldByClass(
            "Your class has set this case. Practise it once your marks there are released.",
            url=reverse("practice:home"),
        )


def attempts_at(assignment: Assignment, *, case: Case, user: User) -> QuerySet[Work]:
    """The user's attempts at a case of an assignment, the newest first, previews left out."""
    return (
        Work.objects.filter(
            assignment=assignment,
            is_preview=False,
            attempt__case_version__case=case,
            seats__user=user,
        )
        .select_related("attempt", "assignment")
        .order_by("-pk")
        .distinct()
    )


def is_done(work: Work) -> bool:
    """The work is finished: coded, where nobody bills it; otherwise its first claim closed."""
    if work.assignment and work.assignment.mode == Mode.CODER:
        return not work.attempt.coding_open
    return work.attempt.claims.filter(sequence=1, state="closed").exists()


def _may_try_again(newest: Work, *, count: int, user: User) -> bool:
    """Another attempt may begin: this one is done, more are allowed, and the key is unknown."""
    assignment = newest.assignment
    assert assignment is not None, "attempts at an assignment belong to it"
    more = Extension.objects.filter(assignment=assignment, user=user)
    allowed = assignment.attempts_allowed + (
        more.values_list("more_attempts", flat=True).first() or 0
    )
    return count < allowed and newest.attempt.released_at is None and is_done(newest)


def _seats_for(assignment: Assignment, *, user: User, place: int) -> dict[str, User]:
    """Who sits where in a case of an assignment that `user` begins; `place` is the case's."""
    if assignment.mode == Mode.CODER:
        return {CODER: user}
    if assignment.mode == Mode.BILLER:
        return {CODER: partner_of(assignment.partner), BILLER: user}
    if assignment.mode == Mode.BOTH:
        return dict.fromkeys(Seat.Desk.values, user)
    pairs = Pair.objects.filter(assignment=assignment).select_related("coder", "biller")
    pair = (pairs.filter(coder=user) | pairs.filter(biller=user)).first()
    pair = pair or Pair(assignment=assignment, coder=user, swaps=True)
    filled = (
        pair.coder or partner_of(assignment.partner),
        pair.biller or partner_of(assignment.partner),
    )
    coder, biller = filled
    if pair.is_swapped_at(place, cases=assignment.assigned_cases.count()):
        coder, biller = biller, coder
    return {CODER: coder, BILLER: biller}


def _begin_set(
    assignment: Assignment, *, case: Case, seats: Mapping[str, User], is_preview: bool = False
) -> Work:
    """An attempt at the course's version of the case, as the assignment has it. A scripted coder
    codes anew, also where the learners audit."""
    version = version_for(assignment.course, case)
    twin, mess = _twin_for(assignment, case), assignment.mess
    is_own_coder = not hasattr(seats[CODER], "scripted")
    if assignment.audits and is_own_coder and can_be_audited(version.parsed(twin=twin, mess=mess)):
        attempt = start_audit(version, twin=twin, mess=mess, shares=assignment.shares)
    else:
        attempt = start_attempt(
            version,
            twin=twin,
            mess=mess,
            hints_allowed=assignment.hints,
            shares=assignment.shares,
        )
    strength = Strength(assignment.scrubber)
    work = _seat(
        attempt, seats=seats, assignment=assignment, scrubber=strength, is_preview=is_preview
    )
    play_partner_later(work)
    return work


def _twin_for(assignment: Assignment, case: Case) -> int:
    """The seed of the next work at a case: one after another where learners have twins, so that
    neighbours differ; 0, the same for all, where they have not."""
    if not (assignment.twins and case.has_twins):
        return 0
    begun = Work.objects.filter(assignment=assignment, attempt__case_version__case=case)
    return 1 + begun.count() % TWINS_IN_A_CLASS


def _seat(
    attempt: Attempt,
    *,
    seats: Mapping[str, User],
    assignment: Assignment | None = None,
    scrubber: Strength = Strength.FULL,
    is_preview: bool = False,
) -> Work:
    """The attempt's billing side, its work and its seats."""
    set_up_billing(attempt.pk, scrubber=scrubber)
    work = Work.objects.create(assignment=assignment, attempt=attempt, is_preview=is_preview)
    Seat.objects.bulk_create(Seat(work=work, user=user, desk=desk) for desk, user in seats.items())
    return work
