"""The person who signs in."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db import models

from sandbox.accounts.naming import shown_name


class User(AbstractUser):
    """A learner or an instructor; what they may do is decided by enrolment and seats, not here.

    A session is a signed cookie, of which the server keeps no list. `sign_outs` counts how often
    the person signed out and stands in every cookie: a cookie of before then opens nothing.
    """

    display_name = models.CharField(max_length=80, blank=True)
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return shown_name(self.pk, self.display_name, self.username)

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be the person's: it changes with the password and with every
        sign-out."""
        return f"{super().get_session_auth_hash()}.{self.sign_outs}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by the keys that were in use before."""
        for found in super().get_session_auth_fallback_hash():
            yield f"{found}.{self.sign_outs}"
