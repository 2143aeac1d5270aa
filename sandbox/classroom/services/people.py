"""Who is in a class: by hand, by a code, by a roster."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from coding.conflicts import NotPossible
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment, JoinCode, JoinTry
from sandbox.classroom.names import new_pseudonym
from sandbox.classroom.queries.people import renewable
from sandbox.classroom.roster import Entry
from sandbox.classroom.services.permission import RUN, require

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without what is read as something else: I, L, O, 0, 1."""

CODE_LENGTH = 12
"""31 ** 12: nobody guesses one."""

TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)


class NotJoined(ValueError):
    """The code lets nobody in; says why."""


class LastInstructor(NotPossible):
    """A class needs an instructor."""


class PseudonymTaken(ValueError):
    """Somebody else in the class is called so."""


@transaction.atomic
def enrol(course: Course, *, user: User, role: Enrolment.Role) -> Enrolment:
    """Put a user in a course with a role and a pseudonym; a second time changes nothing, and who
    had left comes back."""
    found = Enrolment.objects.filter(course=course, user=user).first()
    if found is not None and found.role == Enrolment.Role.FORMER:
        found.role = role
        found.save(update_fields=["role"])
    if found is not None:
        return found
    Course.objects.select_for_update().get(pk=course.pk)
    enrolment, _ = Enrolment.objects.get_or_create(
        course=course, user=user, defaults={"role": role, "pseudonym": _pseudonym(course)}
    )
    return enrolment


@transaction.atomic
def make_join_code(course: Course, *, actor: User, days: int) -> JoinCode:
    """A code by which learners join for so many days."""
    require(actor, RUN, course)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return JoinCode.objects.create(
        course=course, code=code, made_by=actor, expires_at=timezone.now() + timedelta(days=days)
    )


@transaction.atomic
def revoke_join_code(course: Course, *, actor: User, code_id: int) -> None:
    """Let nobody in by this code any more; who joined by it stays."""
    require(actor, RUN, course)
    JoinCode.objects.filter(course=course, pk=code_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def join_course(user: User, *, typed: str) -> Course | NotJoined:
    """Become a learner of the course whose code was typed; spaces, dashes and small letters do not
    matter. Who is in it already stays what they are.

    Returns why not, rather than raising it, so that the wrong try is counted: after 10 in 15
    minutes no code is looked at.
    """
    since = timezone.now() - TRIES_WITHIN
    JoinTry.objects.filter(user=user, tried_at__lt=since).delete()
    if JoinTry.objects.filter(user=user).count() >= TRIES:
        return NotJoined("Too many wrong codes. Wait 15 minutes, then try again.")
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    found = JoinCode.objects.select_related("course").filter(code=code).first() if code else None
    if found is None:
        JoinTry.objects.create(user=user)
        return NotJoined("No class has this code. Look at it again, or ask your instructor.")
    if found.revoked_at is not None or found.course.is_archived:
        return NotJoined("This code is no longer valid. Ask your instructor for a new one.")
    if found.expires_at <= timezone.now():
        return NotJoined("This code has expired. Ask your instructor for a new one.")
    enrol(found.course, user=user, role=Enrolment.Role.LEARNER)
    return found.course


@transaction.atomic
def change_enrolment(
    course: Course, *, actor: User, enrolment_id: int, role: str, pseudonym: str, extra_time: int
) -> Enrolment:
    """Another role, pseudonym or extra time for somebody in the class.

    Raises LastInstructor when nobody would run the class any more, PseudonymTaken,
    Enrolment.DoesNotExist.
    """
    require(actor, RUN, course)
    enrolment = _locked(course, enrolment_id)
    others = Enrolment.objects.filter(course=course).exclude(pk=enrolment_id)
    if others.filter(Exact(Lower("pseudonym"), Lower(Value(pseudonym)))).exists():
        raise PseudonymTaken("Somebody else in the class is called so.")
    if role != Enrolment.Role.INSTRUCTOR:
        _keep_an_instructor(course, without=enrolment)
    enrolment.role, enrolment.pseudonym, enrolment.extra_time = role, pseudonym, extra_time
    enrolment.save(update_fields=["role", "pseudonym", "extra_time"])
    return enrolment


@transaction.atomic
def remove_from_course(course: Course, *, actor: User, enrolment_id: int) -> Enrolment:
    """Take somebody out of the class. Their work stays, and so does the pseudonym that it is shown
    under in a blind class; both come back with them."""
    require(actor, RUN, course)
    enrolment = _locked(course, enrolment_id)
    _keep_an_instructor(course, without=enrolment)
    enrolment.role = Enrolment.Role.FORMER
    enrolment.save(update_fields=["role"])
    return enrolment


@transaction.atomic
def renew_pseudonyms(course: Course, *, actor: User) -> int:
    """Deal new pseudonyms to everybody in the class; returns how many."""
    require(actor, RUN, course)
    Course.objects.select_for_update().get(pk=course.pk)
    people = list(Enrolment.objects.filter(course=course))
    Enrolment.objects.filter(course=course).update(pseudonym="")
    taken: set[str] = set()
    for enrolment in people:
        enrolment.pseudonym = new_pseudonym(taken)
        taken.add(enrolment.pseudonym)
        enrolment.save(update_fields=["pseudonym"])
    return len(people)


@dataclass(frozen=True)
class SignIn:
    """An account that a roster made, with the password to hand out; it is shown once."""

    name: str
    username: str
    password: str


@transaction.atomic
def take_roster(course: Course, *, actor: User, entries: Sequence[Entry]) -> list[SignIn]:
    """Put everybody of a roster in the class; who has no account yet gets one.

    Returns the new accounts with their passwords, which nothing stores. Taking the same roster
    again changes nothing. Two rosters at once make their accounts in one order, so that neither
    waits for the other in turn.
    """
    require(actor, RUN, course)
    Course.objects.select_for_update().get(pk=course.pk)
    known = {
        user.username: user
        for user in User.objects.filter(username__in=[entry.username for entry in entries])
    }
    made = []
    for entry in sorted(entries, key=lambda entry: entry.username):
        user, is_new = known.get(entry.username), False
        if user is None:
            password = new_password()
            user, is_new = User.objects.get_or_create(
                username=entry.username,
                defaults={"display_name": entry.name, "password": make_password(password)},
            )
        enrol(course, user=user, role=Enrolment.Role(entry.role))
        if is_new:
            made.append(SignIn(entry.name or entry.username, entry.username, password))
            Enrolment.objects.filter(course=course, user=user).update(account_made=True)
    return made


@transaction.atomic
def renew_password(course: Course, *, actor: User, enrolment_id: int) -> SignIn:
    """A new password for a learner who forgot theirs, where the course's roster made the account.

    Raises PermissionDenied for other accounts: whoever made them has their own password, and one
    that runs another class would open that class too.
    """
    require(actor, RUN, course)
    enrolment = _locked(course, enrolment_id)
    if not renewable(course).filter(pk=enrolment_id).exists():
        raise PermissionDenied("Only the account's owner can change this password.")
    password = new_password()
    enrolment.user.set_password(password)
    enrolment.user.save(update_fields=["password"])
    return SignIn(str(enrolment.user), enrolment.user.username, password)


def new_password() -> str:
    """A password that can be read out: three groups of four."""
    letters = ALPHABET.lower()
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def _pseudonym(course: Course) -> str:
    return new_pseudonym(
        Enrolment.objects.filter(course=course).values_list("pseudonym", flat=True)
    )


def _locked(course: Course, enrolment_id: int) -> Enrolment:
    Course.objects.select_for_update().get(pk=course.pk)
    return Enrolment.objects.select_related("user").get(course=course, pk=enrolment_id)


def _keep_an_instructor(course: Course, *, without: Enrolment) -> None:
    others = Enrolment.objects.filter(course=course, role=Enrolment.Role.INSTRUCTOR)
    if without.role == Enrolment.Role.INSTRUCTOR and not others.exclude(pk=without.pk).exists():
        raise LastInstructor("A class needs an instructor. Make somebody else one first.")
