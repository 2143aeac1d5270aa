"""The case that a new draft begins with: whole, right, and to be written over. PURE but for the
file that it is read from."""

from pathlib import Path

from django.conf import settings

SLUG_LINE = "slug: "
FIRST = "strep-throat-age-8"


def copy_of(source: str, *, slug: str) -> str:
    """The same case under another slug, as far as it names one."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        if line.startswith(SLUG_LINE):
            lines[number] = f"{SLUG_LINE}{slug}"
            break
    return "\n".join(lines)


def new_case(*, slug: str) -> str:
    """A short case of the library to write over."""
    path: Path = settings.CASES_DIR / f"{FIRST}.md"
    return copy_of(path.read_text(encoding="utf-8"), slug=slug)
