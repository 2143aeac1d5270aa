"""The request that every private page gets, for the type checker, and the numbers that it names."""

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

LONGEST_NUMBER = 18
"""Digits that every database takes for a row's number."""


def row_number(text: str) -> int | None:
    """The number of a row as an address or a form names it; None for what is no number, 0 (which
    no row has) for one that is longer than a row's can be."""
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= LONGEST_NUMBER else 0


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in: the middleware lets no other through."""

    user: AbstractUser  # type: ignore[assignment]
    htmx: HtmxDetails
