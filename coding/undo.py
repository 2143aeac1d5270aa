"""A removed row as a text that a page holds until the removal is undone."""

from dataclasses import asdict
from typing import Any

from django.core import signing

from coding.sheet import DiagnosisRow, ProcedureRow, Removed

SALT = "coding.removed"


def undo_token(removed: Removed | None) -> str:
    """The row as a signed text; empty for no row."""
    if removed is None:
        return ""
    kind = "s" if isinstance(removed.row, ProcedureRow) else "d"
    return signing.dumps([kind, asdict(removed)], salt=SALT, compress=True)


def read_undo(token: str) -> Removed | None:
    """The row in the token; None when it is not one of ours."""
    try:
        kind, held = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    fields: dict[str, Any] = held["row"]
    fields["evidence"] = tuple((start, end) for start, end in fields["evidence"])
    if kind == "s":
        fields["pointers"] = tuple(fields["pointers"])
    row = ProcedureRow(**fields) if kind == "s" else DiagnosisRow(**fields)
    pointed = tuple((key, place) for key, place in held["pointed_from"])
    return Removed(row, held["position"], pointed)
