"""The request that every private page gets, for the type checker, and the numbers that it names."""

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

LONGEST_NUMBER = 18
"""Digits that every database takes for a row's number."""


def row_number(text: str) -> int | None:
    """The number of a row as an address or a form names it; None for what no row has."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in: the middleware lets no other through."""

    user: AbstractUser  # type: ignore[assignment]
    htmx: HtmxDetails
