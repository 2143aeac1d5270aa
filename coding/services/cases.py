"""Take authored case files into the database, again and again without harm."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction

from coding.cases import Case as ParsedCase
from coding.cases import parse_case
from coding.models import Case, CaseVersion


class Outcome(Enum):
    """What loading a case file did."""

    NEW = "new"
    UNCHANGED = "unchanged"
    NEW_VERSION = "new version"


@dataclass(frozen=True)
class Loaded:
    """The newest version of the case, and what loading did."""

    version: CaseVersion
    outcome: Outcome


@transaction.atomic
def load_case(source: str, *, path: str) -> Loaded:
    """Store the case of one file under its slug.

    The same source again changes nothing. A changed source becomes the next version, attempts
    keep the one that they began on, and the listing follows the file. Raises DocumentError, with
    path and line, for a source that is no case.
    """
    parsed = parse_case(source, path=path)
    listing = _listing(parsed)
    case, is_new = Case.objects.get_or_create(slug=parsed.slug, defaults=listing)
    case = Case.objects.select_for_update().get(pk=case.pk)
    newest = case.versions.filter(mends=None).order_by("-number").first()
    if newest is not None and newest.digest == parsed.digest:
        return Loaded(newest, Outcome.UNCHANGED)
    for name, value in listing.items():
        setattr(case, name, value)
    case.save(update_fields=list(listing))
    version = case.versions.create(
        number=case.versions.count() + 1,
        source=parsed.source,
        digest=parsed.digest,
        key_digest=parsed.key_digest,
    )
    return Loaded(version, Outcome.NEW if is_new else Outcome.NEW_VERSION)


def _listing(parsed: ParsedCase) -> dict[str, Any]:
    """What the lists of cases show."""
    return {
        "title": parsed.title,
        "specialty": parsed.specialty,
        "difficulty": parsed.difficulty,
        "minutes": parsed.minutes,
        "skills": list(parsed.skills),
        "service_date": parsed.encounter.date,
        "teaches_coder": parsed.teaches.coder,
        "teaches_biller": parsed.teaches.biller,
        "has_twins": parsed.twins is not None,
        "messes": list(parsed.messes),
    }
