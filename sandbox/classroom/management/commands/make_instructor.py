"""Let somebody start classes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError

from sandbox.accounts.models import User


class Command(BaseCommand):
    """Instructors see answer keys, so not everybody who signs up is one."""

    help = (
        "Lets the person with that user name start classes of their own. Whoever is an instructor "
        "in a class already may."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and whether to take it back."""
        parser.add_argument("username")
        parser.add_argument("--remove", action="store_true", help="take it back")

    def handle(self, *args: Any, username: str, remove: bool, **options: Any) -> None:
        """Give or take the permission."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {username}. Sign up first.")
        may = Permission.objects.get(content_type__app_label="classroom", codename="add_course")
        if remove:
            user.user_permissions.remove(may)
            self.stdout.write(f"{username} starts no more classes.")
        else:
            user.user_permissions.add(may)
            self.stdout.write(f"{username} may start classes.")
