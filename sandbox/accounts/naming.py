"""What people are called while one request is answered: some by a pseudonym, where names are
hidden from who asks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_pseudonyms: ContextVar[Mapping[int, str] | None] = ContextVar("pseudonyms", default=None)


def pseudonym_of(user_id: int | None) -> str:
    """The pseudonym of a user whose name is hidden now; empty for everybody else."""
    hidden = _pseudonyms.get()
    return hidden.get(user_id, "") if hidden and user_id is not None else ""


@contextmanager
def hiding(pseudonyms: Mapping[int, str]) -> Iterator[None]:
    """Within this, these users are called by their pseudonyms; by their names with none."""
    token = _pseudonyms.set(pseudonyms)
    try:
        yield
    finally:
        _pseudonyms.reset(token)
