"""The only writers of drafts: begin, save, restore, publish, try, delete."""

import re

from django.db import transaction

from claims.case_lint import lint_source, lint_twins
from coding.cases import Case as ParsedCase
from coding.cases import Problem
from coding.codebook.default import codebook
from coding.conflicts import lock_row
from coding.models import Case, CaseVersion
from coding.services import load_case
from coding.services.cases import Outcome
from coding.skills import skill_names
from coding.strict_yaml import MAX_BYTES
from sandbox.accounts.models import User
from sandbox.authoring.models import DraftCase, DraftSave
from sandbox.authoring.template import copy_of
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_trial

MAX_DRAFTS = 200
MAX_SAVES = 100
TWINS_LINTED = 24
"""Seeds whose twins are looked at before a case is published; `check_cases` looks at 200."""
TRIAL = "trial-"
"""How the slugs begin under which drafts are tried; no author's case may have one."""

SLUG = re.compile(r"^slug: *([a-z0-9]+(?:-[a-z0-9]+)*) *$", re.MULTILINE)


class TooLarge(ValueError):
    """A case file has at most 256 KiB."""


class TooMany(ValueError):
    """An author keeps at most 200 drafts."""


class NotClean(ValueError):
    """There is something to mend first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("Mend every problem first.")
        self.problems = problems


class StaleCase(ValueError):
    """The draft was saved in another tab."""


def lint(source: str) -> tuple[ParsedCase | None, tuple[Problem, ...]]:
    """The case with everything to mend in it."""
    return lint_source(source, path="case", book=codebook(), skills=skill_names())


@transaction.atomic
def begin_draft(user: User, *, source: str) -> DraftCase:
    """A new draft with that text. Raises TooLarge, TooMany."""
    User.objects.select_for_update().get(pk=user.pk)
    if DraftCase.objects.filter(author=user).count() >= MAX_DRAFTS:
        raise TooMany(f"You keep {MAX_DRAFTS} cases. Delete one first.")
    text = _text(source)
    draft = DraftCase.objects.create(
        author=user, name=_name(text), source=text, problems=len(lint(text)[1])
    )
    DraftSave.objects.create(draft=draft, number=1, source=text)
    return draft


@transaction.atomic
def save_draft_case(draft: DraftCase, *, source: str, expected_version: int) -> DraftCase:
    """Store the text as the next version; the same text again changes nothing. Of its versions the
    last 100 are kept. Raises StaleCase when another tab was first, TooLarge."""
    text = _text(source)
    draft = lock_row(DraftCase.objects.all(), pk=draft.pk)
    if draft.source == text:
        return draft
    if draft.version != expected_version:
        raise StaleCase("The case was saved in another tab since you opened this page.")
    draft.version += 1
    draft.source, draft.name, draft.problems = text, _name(text), len(lint(text)[1])
    draft.save()
    DraftSave.objects.create(draft=draft, number=draft.version, source=text)
    draft.saves.filter(number__lte=draft.version - MAX_SAVES).delete()
    return draft


@transaction.atomic
def publish_draft(draft: DraftCase) -> CaseVersion:
    """Make the draft a case that its author's classes may set, or the next version of it: who has
    begun keeps theirs. Raises NotClean, also for a slug that somebody else's case has."""
    draft = lock_row(DraftCase.objects.all(), pk=draft.pk)
    case, problems = lint(draft.source)
    if case is not None and not problems:
        problems = lint_twins(
            case, book=codebook(), skills=skill_names(), seeds=range(1, TWINS_LINTED + 1)
        )
    if case is None or problems:
        raise NotClean(problems)
    loaded = load_case(draft.source, path=f"{case.slug}.md")
    version, is_own = loaded.version, loaded.version.case_id == draft.case_id
    is_free = draft.case_id is None and loaded.outcome is Outcome.NEW
    if case.slug.startswith(TRIAL) or not (is_own or is_free):
        message = "slug: another case has it, or it was published under another; choose its own"
        raise NotClean((Problem(path="case", line=case.line_of("slug"), message=message),))
    _hide(version.case)
    draft.case = version.case
    draft.save(update_fields=["case"])
    return version


@transaction.atomic
def try_draft(draft: DraftCase, *, as_biller: bool) -> Work:
    """Begin the draft as it stands alone at both desks; it counts nowhere. As biller the right
    codes are finalised first. Raises NotClean."""
    draft = lock_row(DraftCase.objects.all(), pk=draft.pk)
    case, problems = lint(draft.source)
    if case is None or problems:
        raise NotClean(problems)
    slug = f"{TRIAL}{draft.pk}"
    version = load_case(copy_of(draft.source, slug=slug), path=f"{slug}.md").version
    _hide(version.case)
    draft.trial = version.case
    draft.save(update_fields=["trial"])
    work = start_trial(draft.author, case_version=version)
    if as_biller:
        play(work, goal=Goal.OPENED)
    return work


@transaction.atomic
def delete_draft(draft: DraftCase) -> None:
    """Delete a draft with its versions. What was published stays with the classes that set it."""
    lock_row(DraftCase.objects.all(), pk=draft.pk).delete()


def _hide(case: Case) -> None:
    """No public shelf has it."""
    Case.objects.filter(pk=case.pk).update(is_listed=False)


def _text(source: str) -> str:
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text.encode("utf-8", errors="replace")) > MAX_BYTES:
        raise TooLarge(f"The case is larger than {MAX_BYTES // 1024} KiB. Shorten it.")
    return text


def _name(text: str) -> str:
    found = SLUG.search(text[:2000])
    return found[1][:80] if found else "untitled"
