"""The person who signs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from sandbox.accounts.naming import pseudonym_of


class User(AbstractUser):
    """A learner or an instructor; what they may do is decided by enrolment and seats, not here."""

    display_name = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return pseudonym_of(self.pk) or self.display_name or self.username
