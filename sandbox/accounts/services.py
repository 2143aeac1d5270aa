"""The only writers of accounts."""

from django.db import transaction
from django.db.models import F

from sandbox.accounts.models import User


@transaction.atomic
def rename_user(user: User, *, display_name: str) -> None:
    """What the person is called on pages; empty is the user name."""
    User.objects.filter(pk=user.pk).update(display_name=display_name)


@transaction.atomic
def change_password(user: User, *, password: str) -> None:
    """Another password for the person, who knew the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])


def end_sessions(user: User) -> None:
    """Sign the person out wherever they are signed in: no session of before now is theirs."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
