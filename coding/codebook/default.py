"""The codebook of the settings, opened at first use."""

from functools import cache
from pathlib import Path

from django.conf import settings

from coding.codebook.book import Codebook, open_codebook


def codebook() -> Codebook:
    """The book at settings.CODEBOOK_PATH. Raises CodebookMissing with the command that makes it."""
    return _opened(Path(settings.CODEBOOK_PATH))


def reopen_codebook() -> None:
    """For a process that was forked: open a file of its own at the next use."""
    _opened.cache_clear()


@cache
def _opened(path: Path) -> Codebook:
    return open_codebook(path)
