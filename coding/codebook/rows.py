"""Rows on their way into the codebook, and how likely each is to be what a coder looks for. PURE.

The weight is a house convention for ordering search results: fewer words first, then the plain
disease before its history, its sequela, its place of occurrence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from coding.codebook.words import words

Terms = tuple[str, ...]

# Words that a title has for completeness: they neither help nor hurt the likeness of an answer.
FILLERS = frozenset(
    words(
        "a an and as at by for from in is its of on or the to with without due unspecified not"
        " nos elsewhere classified site type complication complications initial encounter closed"
        " mention organism episode degree part mellitus form routine healing"
        " accidental unintentional"
    )
)
_HEAVY = {"V": 30, "W": 30, "X": 30, "Y": 30, "Z": 10, "O": 14, "P": 14, "Q": 6}
# Diabetes of no stated type is type 2 (Official Guidelines I.C.4.a.2).
_LIKELIER = {"E11": 3}
_RARER = {
    **dict.fromkeys(("unspecified", "uncomplicated", "without"), -1),
    **dict.fromkeys(("recurrent", "juvenile", "open"), 3),
    **dict.fromkeys(("drug", "hereditary", "specified", "classified", "delayed"), 4),
    **dict.fromkeys(("assault", "undetermined", "intentional"), 4),
    **dict.fromkeys(("other", "secondary", "congenital", "nonunion", "malunion"), 5),
    **dict.fromkeys(("screening", "postprocedural", "following", "subsequent"), 6),
    **dict.fromkeys(("history", "newborn", "neonatal"), 8),
    **dict.fromkeys(("periprosthetic", "poisoning", "adverse", "complicating", "sequelae"), 10),
    **dict.fromkeys(("underdosing", "sequela"), 14),
}


@dataclass(frozen=True)
class Row:
    """One row of table `code`, with the texts that it is found by beside its title (`terms`).

    Dates are ISO text or None; `parent` is the code above it, empty at the top.
    """

    system: str
    code: str
    title: str
    billable: bool
    kind: str
    parent: str = ""
    position: int = 0
    valid_from: str | None = None
    valid_to: str | None = None
    terms: Terms = ()
    notes: Mapping[str, Terms] = field(default_factory=dict)
    attributes: Mapping[str, str] | None = None

    @cached_property
    def weight(self) -> int:
        """The larger, the later among equally good answers."""
        found = words(self.title)
        content = sum(word not in FILLERS for word in found)
        rare = sum(_RARER.get(word, 0) for word in found)
        heavy = _HEAVY.get(self.code[0], 0) if self.system == "icd10cm" else 0
        likelier = _LIKELIER.get(self.code[:3], 0)
        return 2 * content + rare + heavy - likelier + (0 if self.billable else 60)

    def dated(
        self,
        title: str,
        billable: bool,
        *,
        first_day: str | None = None,
        last_day: str | None = None,
    ) -> "Row":
        """The same code in one wording, valid between two days; the notes go with the last one."""
        return replace(
            self,
            title=title,
            billable=billable,
            valid_from=first_day,
            valid_to=last_day,
            notes={} if last_day else self.notes,
        )
