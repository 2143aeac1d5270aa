"""One payer with its plans and edits, and the fee rows that it makes of procedures. PURE."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from claims.facts import CodeEntry, CodeSet, Fee, Pair, Payer, Plan, Policy
from claims.money import share
from claims.rules.review import stands_for
from coding.codebook import ProcedureEntry


class UnknownPlan(LookupError):
    """The payer has no plan of that id."""


class ProcedureSet(CodeSet, Hashable, Protocol):
    """Code sets that also know the attributes of their rows; ``Codebook`` is one."""

    def procedure(self, code: str, *, on: date) -> Any:
        """The ProcedureEntry of a code, None if it never existed."""

    def modifier(self, code: str, *, on: date) -> Any:
        """What a modifier goes with: its ``families`` (empty: any) and what it ``requires``."""

    def all_codes(self, system: str) -> tuple[CodeEntry, ...]:
        """Every row of a short code set."""


@dataclass(frozen=True, kw_only=True)
class NamedPlan:
    """A plan with its id and name."""

    id: str
    name: str
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class PayerBook:
    """One payer with its plans and edits. ``fee_share`` is of the fees in ``fixtures/codes``;
    ``unlisted`` are procedures for which it has no fee (``*`` at the end: all that begin so)."""

    payer: Payer
    fee_share: Decimal
    asks_authorization: bool
    asks_referral: bool
    ordering_families: tuple[str, ...]
    ndc_families: tuple[str, ...]
    plans: Mapping[str, NamedPlan]
    pairs: tuple[Pair, ...]
    policies: tuple[Policy, ...]
    overrides: Mapping[str, Mapping[str, Any]]
    unlisted: tuple[str, ...] = ()

    def lists(self, procedure: str) -> bool:
        """The procedure is in its fee schedule."""
        return not any(stands_for(pattern, procedure) for pattern in self.unlisted)

    def plan(self, plan_id: str) -> NamedPlan:
        """One of its plans. Raises UnknownPlan."""
        try:
            return self.plans[plan_id]
        except KeyError as error:
            raise UnknownPlan(f"{self.payer.id} has no plan {plan_id!r}") from error

    def fee(self, row: ProcedureEntry, *, modifiers: tuple[str, ...] = ()) -> Fee:
        """The payer's row for a procedure: its share of the fee, and the limits it asks about.

        ``modifiers`` are those that go with it; empty allows any.
        """
        attributes: dict[str, Any] = {
            "fee": share(row.fee, rate=self.fee_share),
            "facility_fee": share(row.facility_fee, rate=self.fee_share),
            "benefit": row.benefit,
            "multiple_procedure": row.multiple_procedure,
            "max_units": row.max_units,
            "mai": row.mai,
            "places": row.places,
            "authorization": row.authorization and self.asks_authorization,
            "referral": row.referral and self.asks_referral,
            "ordering": row.family in self.ordering_families,
            "sex": row.sex,
            "age_min": row.age_min,
            "age_max": row.age_max,
            "add_on_to": row.add_on_to,
            "modifiers": modifiers,
            "global_days": row.global_days,
            "bilateral": row.bilateral,
            "assistant": row.assistant,
            "professional_split": row.pc_tc,
            "ndc": row.family in self.ndc_families,
            "dose_unit": row.unit_size if row.unit_rule == "dose" else None,
        }
        return Fee(**(attributes | dict(self.overrides.get(row.code, {}))))


@lru_cache(maxsize=512)
def modifiers_for(
    codes: ProcedureSet, family: str, has_sides: bool, has_parts: bool
) -> tuple[str, ...]:
    """The modifiers that go with a procedure of this family.

    Those of an assistant are left in: whether one is paid is a rule of its own.
    """
    properties = {"", "assistant"}
    properties |= {"bilateral"} if has_sides else set()
    properties |= {"pc_tc"} if has_parts else set()
    rows = [codes.modifier(row.code, on=date.max) for row in codes.all_codes("modifier")]
    return tuple(
        row.code
        for row in rows
        if row.requires in properties and (not row.families or family in row.families)
    )
