"""What travels between practice and payer as X12-like text: acknowledgments and status. PURE.

Written, read back and explained in our own words. It is like the real thing and no more: enough to
learn to read it, with identifiers that no payer would take. Segment names are facts; no text of an
implementation guide stands here.
"""

from claims.x12.acknowledgments import (
    ClaimAnswer,
    SyntaxAnswer,
    SyntaxNote,
    read_277ca,
    read_999,
    write_277ca,
    write_999,
)
from claims.x12.explain import Explained, explain
from claims.x12.segments import NotX12
from claims.x12.status import Category, StatusAnswer, read_277, write_276, write_277

__all__ = [
    "Category",
    "ClaimAnswer",
    "Explained",
    "NotX12",
    "StatusAnswer",
    "SyntaxAnswer",
    "SyntaxNote",
    "explain",
    "read_277",
    "read_277ca",
    "read_999",
    "write_276",
    "write_277",
    "write_277ca",
    "write_999",
]
