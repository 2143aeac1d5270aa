"""The request that every private page of the sandbox gets, for the type checker."""

from coding import requests
from sandbox.accounts.models import User


class SignedInRequest(requests.SignedInRequest):
    """A request of somebody who is signed in, with the sandbox's own user."""

    user: User
