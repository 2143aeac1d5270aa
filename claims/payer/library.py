"""The payers that ship with the sandbox, and the scenarios made with them. PURE.

The files in ``fixtures/payers`` are read once, when first asked for. Raises DocumentError for a
file that does not fit, UnknownPayer and UnknownPlan for a name that is in none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from claims.facts import (
    Accepted,
    Authorization,
    Claim,
    Coverage,
    Enrolment,
    Fee,
    Pair,
    Patient,
    Plan,
    Policy,
    RecordedService,
    Referral,
    Scenario,
)
from claims.payer.book import (
    NamedPlan,
    PayerBook,
    ProcedureSet,
    UnknownPlan,
    modifiers_for,
)
from claims.payer.practice import Practice, read_practice
from claims.payer.terms import (
    FEE_FIELDS,
    code,
    read_fee_fields,
    read_pair,
    read_payer,
    read_plan,
    read_policy,
)
from claims.rules.review import stands_for
from coding.documents import Node, read_document

__all__ = [
    "Edits",
    "NamedPlan",
    "PayerBook",
    "ProcedureSet",
    "UnknownPayer",
    "UnknownPlan",
    "payer_book",
    "payer_books",
    "payer_ids",
    "practice",
    "read_book",
    "read_edits",
    "scenario_for",
    "shared_edits",
]

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "payers"
SHARED, PRACTICE = "edits.yaml", "practice.yaml"


class UnknownPayer(LookupError):
    """No payer of that id ships with the sandbox."""


@dataclass(frozen=True, kw_only=True)
class Edits:
    """What payers share; ``overrides`` are fee fields by procedure."""

    overrides: Mapping[str, Mapping[str, Any]]
    pairs: tuple[Pair, ...]
    policies: tuple[Policy, ...]


@cache
def payer_ids() -> tuple[str, ...]:
    """The payers that ship with the sandbox, in order of their ids."""
    return tuple(sorted(path.stem for path in FOLDER.glob("SBX*.yaml")))


def payer_books() -> tuple[PayerBook, ...]:
    """All payers with their plans."""
    return tuple(payer_book(payer_id) for payer_id in payer_ids())


def payer_book(payer_id: str) -> PayerBook:
    """One payer with its plans. Raises UnknownPayer."""
    if payer_id not in payer_ids():
        raise UnknownPayer(f"no payer {payer_id!r}; known: {', '.join(payer_ids())}")
    return _book(payer_id)


@cache
def practice() -> Practice:
    """The fictional practice with its locations and providers."""
    return read_practice(_document(PRACTICE))


def scenario_for(
    claim: Claim,
    *,
    payer_id: str,
    plan_id: str,
    coverage: Coverage | None,
    patient: Patient,
    codes: ProcedureSet,
    authorizations: Iterable[Authorization] = (),
    history: Iterable[Accepted] = (),
    referrals: Iterable[Referral] = (),
    providers: Iterable[Enrolment] = (),
    record: tuple[RecordedService, ...] | None = None,
    contract_used: Mapping[str, int] | None = None,
    previous: Claim | None = None,
) -> Scenario:
    """A claim sent to one of the payers, with everything that decides the answer.

    ``coverage`` None is a payer that does not know the member; ``plan_id`` may then be empty.
    ``history`` is what this payer has paid before, ``previous`` the claim as last sent. Raises
    UnknownPayer and UnknownPlan.
    """
    book = payer_book(payer_id)
    history = tuple(history)
    return Scenario(
        payer=book.payer,
        plan=book.plan(plan_id).plan if plan_id else Plan(),
        coverage=coverage or Coverage(member_id=""),
        patient=patient,
        fees=_fees(book, codes, claim, history),
        pairs=_pairs(book, claim),
        policies=book.policies,
        authorizations=tuple(authorizations),
        history=history,
        referrals=tuple(referrals),
        providers=tuple(providers),
        record=record,
        contract_used=dict(contract_used or {}),
        claim=claim,
        previous=previous,
    )


def _fees(
    book: PayerBook, codes: ProcedureSet, claim: Claim, history: Iterable[Accepted]
) -> dict[str, Fee]:
    """The fee rows of the procedures on the claim and in the history, as far as the payer has any
    for them."""
    wanted = [(line.procedure, line.date) for line in claim.lines]
    wanted += [(old.procedure, old.date) for old in history]
    rows = {name: codes.procedure(name, on=day) for name, day in wanted}
    return {
        name: book.fee(row, modifiers=modifiers_for(codes, row.family, row.bilateral, row.pc_tc))
        for name, row in rows.items()
        if row is not None and book.lists(name)
    }


def _pairs(book: PayerBook, claim: Claim) -> tuple[Pair, ...]:
    """The pairs in which a procedure on the claim may give way."""
    billed = {line.procedure for line in claim.lines}
    return tuple(
        pair for pair in book.pairs if any(stands_for(pair.column2, code) for code in billed)
    )


@cache
def _book(payer_id: str) -> PayerBook:
    return read_book(_document(f"{payer_id}.yaml"), edits=shared_edits())


def read_book(node: Node, *, edits: Edits) -> PayerBook:
    """One payer's file, with the edits that payers share. Raises DocumentError."""
    node.mapping(
        ("payer", "fee_share", "asks", "policies", "plans"), ("pairs", "overrides", "unlisted")
    )
    asks = node["asks"].mapping(("authorization", "referral", "ordering"), ("ndc",))
    return PayerBook(
        payer=read_payer(node["payer"]),
        fee_share=Decimal(
            node["fee_share"].matching(r"[0-9]\.[0-9]{2,4}", wanted='a share such as "0.92"')
        ),
        asks_authorization=asks["authorization"].boolean(),
        asks_referral=asks["referral"].boolean(),
        ordering_families=asks.each("ordering", code),
        ndc_families=asks.each("ndc", code),
        plans=_plans(node["plans"]),
        pairs=(*edits.pairs, *node.each("pairs", read_pair)),
        policies=node.each("policies", lambda item: _policy(item, edits)),
        overrides={**edits.overrides, **_overrides(node.get("overrides"))},
        unlisted=node.each("unlisted", code),
    )


@cache
def shared_edits() -> Edits:
    """The edits that payers share."""
    return read_edits(_document(SHARED))


def read_edits(node: Node) -> Edits:
    """The file of the edits that payers share. Raises DocumentError."""
    node.mapping(("overrides", "pairs", "policies"))
    return Edits(
        overrides=_overrides(node["overrides"]),
        pairs=node.each("pairs", read_pair),
        policies=node.each("policies", read_policy),
    )


def _plans(node: Node) -> dict[str, NamedPlan]:
    return {
        plan_id: NamedPlan(id=plan_id, name=row["name"].text(), plan=read_plan(row, also=("name",)))
        for plan_id, row in node.entries()
    }


def _policy(node: Node, edits: Edits) -> Policy:
    known = {policy.id: policy for policy in edits.policies}
    return known[node.choice(tuple(known))]


def _overrides(node: Node | None) -> dict[str, dict[str, Any]]:
    if node is None:
        return {}
    return {
        name: read_fee_fields(row.mapping((), FEE_FIELDS), benefits=None)
        for name, row in node.entries()
    }


def _document(name: str) -> Node:
    path = FOLDER / name
    return read_document(path.read_text(encoding="utf-8"), path=f"fixtures/payers/{name}")
