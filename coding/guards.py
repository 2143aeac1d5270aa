"""What the database refuses in the coder's room, whoever writes to it."""

from coding.guarding import Guard, append_only
from coding.models import CodingVersion, Mark, MarkFinding

GUARDS: tuple[Guard, ...] = (
    *append_only(CodingVersion),
    *append_only(Mark, but=["stands"]),
    *append_only(MarkFinding),
)
"""Finalised codes and marks are never changed; which mark stands may change."""
