"""The code sets: built once into a read-only file, then searched and looked up. No Django models.

`open_codebook(path)` opens it; `coding.codebook.default` opens the one of the settings.
"""

from coding.codebook.book import Codebook, open_codebook
from coding.codebook.entries import (
    CodeDetail,
    CodeEntry,
    ModifierEntry,
    PlaceEntry,
    ProcedureEntry,
    Release,
)
from coding.codebook.store import CodebookMissing

__all__ = [
    "CodeDetail",
    "CodeEntry",
    "Codebook",
    "CodebookMissing",
    "ModifierEntry",
    "PlaceEntry",
    "ProcedureEntry",
    "Release",
    "open_codebook",
]
