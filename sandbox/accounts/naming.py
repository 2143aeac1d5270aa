"""What people are called while one request is answered: some by a pseudonym, where names are
hidden from who asks."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

Pseudonyms = Mapping[int, str]
_hidden: ContextVar[Callable[[], Pseudonyms] | None] = ContextVar("hidden", default=None)


def pseudonym_of(user_id: int | None) -> str:
    """The pseudonym of a user whose name is hidden now; empty for everybody else."""
    ask = _hidden.get()
    return ask().get(user_id, "") if ask and user_id is not None else ""


@contextmanager
def hiding(ask: Callable[[], Pseudonyms]) -> Iterator[None]:
    """Within this, the users of `ask()` are called by their pseudonyms; it is asked once, when the
    first name is wanted."""
    token = _hidden.set(cache(ask))
    try:
        yield
    finally:
        _hidden.reset(token)


def shown_name(user_id: int | None, display_name: str, username: str) -> str:
    """What somebody is called: by a pseudonym where the name is hidden from who looks."""
    return pseudonym_of(user_id) or display_name or username
