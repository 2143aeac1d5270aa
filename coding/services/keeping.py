"""Keep codes at hand."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from coding.codebook import CodeEntry
from coding.models import KeptCode
from coding.services.refusals import TooManyKept

MAX_KEPT = 60


@transaction.atomic
def keep_code(user: AbstractUser, entry: CodeEntry, *, keep: bool) -> None:
    """Keep a code of the book at hand, or let it go; asked twice, nothing more happens.

    Raises TooManyKept.
    """
    kept = KeptCode.objects.filter(user_id=user.pk)
    one = kept.filter(system=entry.system, code=entry.code)
    if not keep:
        one.delete()
    elif not one.exists():
        if kept.count() >= MAX_KEPT:
            raise TooManyKept(f"You keep {MAX_KEPT} codes at hand; let one go first.")
        KeptCode.objects.get_or_create(user_id=user.pk, system=entry.system, code=entry.code)
