"""The request that every page of the desk gets, for the type checker."""

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in: the middleware lets no other through."""

    user: AbstractUser  # type: ignore[assignment]  # never anonymous here
    htmx: HtmxDetails
