"""The only writers of accounts."""

from django.db import transaction

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
