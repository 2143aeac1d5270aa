"""A course's own keys: mend one, see who gains and loses, and mark the class again by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coding.cases import Key
from coding.conflicts import lock_row
from coding.display import percent_text, signed_percent
from coding.models import Attempt, Case, CaseVersion
from coding.services import (
    Difference,
    mend_key,
    preview_remarking,
    propose_key,
    start_remarking,
)
from sandbox.accounts.models import User
from sandbox.classroom.models import Assignment, Course, CourseKey, CourseRemarking, Seat
from sandbox.classroom.queries.marking import marked_by_hand


class KeyMended(ValueError):
    """Somebody has mended the key since the page was made."""

    def __init__(self) -> None:
        super().__init__(
            "The key was mended since you opened this page. What you typed is below, and not "
            "applied: it would undo that. Look at the key anew, or apply it all the same."
        )


def version_for(course: Course, case: Case) -> CaseVersion:
    """The version of a case on which the course's attempts begin: with the key as the course
    mended it, unless the case's file has changed since."""
    newest = case.newest()
    own = CourseKey.objects.filter(course=course, case=case, case_version__mends=newest).first()
    return own.case_version if own else newest


def attempts_at(course: Course, version: CaseVersion) -> list[int]:
    """The course's attempts at that version of the case, whatever its key, the oldest first."""
    root = version.mends_id or version.pk
    own = Attempt.objects.filter(
        work__assignment__course=course, case_version__case=version.case_id
    )
    family = own.filter(case_version__mends=root) | own.filter(case_version=root)
    return list(family.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Gain:
    """What another key would do to one coding: whose, which, from what to what. A mark that a
    person gave (`is_by_hand`) counts as before."""

    learners: str
    number: int
    before: Decimal
    after: Decimal
    is_kept: bool
    is_by_hand: bool = False

    @property
    def change(self) -> Decimal:
        """What is gained; negative for a loss."""
        return self.after - self.before

    @property
    def before_text(self) -> str:
        """The mark that stands."""
        return percent_text(self.before)

    @property
    def after_text(self) -> str:
        """The mark by the other key."""
        return percent_text(self.after)

    @property
    def change_text(self) -> str:
        """The gain or loss with its sign."""
        return signed_percent(self.change)


@dataclass(frozen=True)
class Preview:
    """Who gains and who loses by another key; `gains` are the codings whose score would change,
    the greatest change first. Those marked `by_hand` neither gain nor lose."""

    codings: int
    up: int
    down: int
    kept: int
    by_hand: int
    mean: Decimal
    gains: Sequence[Gain]

    @property
    def mean_text(self) -> str:
        """The mean change with its sign, what is kept counted as no change."""
        return signed_percent(self.mean)


def preview_key(
    course: Course, *, base: CaseVersion, key: Key, never_lower: bool, twin: int = 0
) -> Preview:
    """What marking the class by that key, as the twin of that seed has it, would change. Writes
    nothing; raises KeyUnfit."""
    proposed = propose_key(base, key, twin=twin)
    found = preview_remarking(attempts_at(course, base), case_version=proposed, shares=None)
    names = _learners(found)
    changed = sorted(
        (row for row in found if row.change), key=lambda row: (-abs(row.change), row.attempt_id)
    )
    by_hand = marked_by_hand({row.attempt_id for row in changed}, desk=Seat.Desk.CODER)
    moved = [row.change for row in changed if row.attempt_id not in by_hand]
    counted = [change for change in moved if not (never_lower and change < 0)]
    return Preview(
        codings=len(found),
        up=sum(change > 0 for change in moved),
        down=sum(change < 0 for change in moved),
        kept=len(moved) - len(counted),
        by_hand=len(changed) - len(moved),
        mean=sum(counted, Decimal(0)) / len(found) if found else Decimal(0),
        gains=[
            Gain(
                names.get(row.attempt_id, ""),
                row.number,
                row.before,
                row.after,
                is_kept=never_lower and row.change < 0,
                is_by_hand=row.attempt_id in by_hand,
            )
            for row in changed
        ],
    )


@transaction.atomic
def apply_key(
    course: Course,
    *,
    base: CaseVersion,
    key: Key,
    actor: User,
    reason: str,
    never_lower: bool,
    twin: int = 0,
) -> CourseRemarking:
    """Mend the key for the course, as the twin of that seed has it, and list its codings to be
    marked again.

    The class's attempts, begun and to come, are marked by it from now on; other courses keep
    theirs. Raises KeyMended where `base` is the course's version no more, KeyUnfit, NoReason,
    PermissionDenied without `coding.mend_key` on the course.
    """
    if not actor.has_perm("coding.mend_key", course):
        raise PermissionDenied("This course's keys are not yours to mend")
    lock_row(Case.objects.all(), pk=base.case_id)
    _hold_beginnings(course, base.case)
    if version_for(course, base.case) != base:
        raise KeyMended
    attempts = attempts_at(course, base)
    mended = mend_key(base, key=key, actor=actor, reason=reason, twin=twin)
    CourseKey.objects.update_or_create(
        course=course, case=base.case, defaults={"case_version": mended}
    )
    remarking = start_remarking(
        attempts, case_version=mended, actor=actor, reason=reason, never_lower=never_lower
    )
    return CourseRemarking.objects.create(course=course, remarking=remarking)


def _hold_beginnings(course: Course, case: Case) -> None:
    """Nobody begins the case in the course until the transaction ends: who began meanwhile would
    stay with the old key. Work begins on an assignment that is locked."""
    setting = Assignment.objects.filter(course=course, assigned_cases__case=case)
    list(setting.order_by("pk").select_for_update(of=("self",)))


@transaction.atomic
def choose_weights(
    assignment: Assignment,
    *,
    actor: User,
    shares: Mapping[str, int],
    reason: str,
    never_lower: bool,
) -> Sequence[CourseRemarking]:
    """Set what each part of the coding mark weighs in an assignment, in percent, and list its
    codings to be marked again; one remarking for each version of a key. Work that begins later is
    marked so from the start. Raises NoReason, PermissionDenied without `coding.mend_key`.
    """
    if not actor.has_perm("coding.mend_key", assignment.course):
        raise PermissionDenied("What weighs how much is not yours to choose")
    assignment = lock_row(Assignment.objects.select_related("course"), pk=assignment.pk)
    assignment.shares = dict(shares)
    assignment.save(update_fields=["shares"])
    begun: dict[int, list[int]] = {}
    attempts = Attempt.objects.filter(work__assignment=assignment).order_by("pk")
    for pk, version_id in attempts.values_list("pk", "case_version_id"):
        begun.setdefault(version_id, []).append(pk)
    runs = []
    for version in CaseVersion.objects.filter(pk__in=begun).select_related("case"):
        remarking = start_remarking(
            begun[version.pk],
            case_version=version,
            actor=actor,
            reason=reason,
            never_lower=never_lower,
            shares=shares,
        )
        runs.append(CourseRemarking.objects.create(course=assignment.course, remarking=remarking))
    return runs


def _learners(found: Sequence[Difference]) -> dict[int, str]:
    """Who codes each attempt, by attempt."""
    seats = Seat.objects.filter(
        work__attempt__in={row.attempt_id for row in found}, desk=Seat.Desk.CODER
    )
    return {seat.work.attempt_id: str(seat.user) for seat in seats.select_related("user", "work")}
