"""Read what a payer holds on the patient of a case: coverage, leave, past services, standing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from coding.cases.key import read_code
from coding.cases.model import (
    CoverageFacts,
    Grant,
    Insured,
    OtherClaim,
    PastService,
    PayerSlip,
    ProviderFacts,
    ReferralFacts,
    RequestableGrant,
)
from coding.cases.words import read_npi
from coding.documents import Node

AMOUNTS = ("deductible_left", "out_of_pocket_left")
LISTS = (
    *("authorizations", "authorization_requests", "history", "gaps"),
    *("referrals", "providers", "other_claims", "slips"),
)
DEPENDENTS = ("spouse", "child", "other")
GRANT = ("from", "to", "provider_npi", "refused")


def read_coverages(top: Node) -> tuple[CoverageFacts, ...]:
    """Every coverage of a case, the primary first. Raises DocumentError."""
    coverages = top.each("coverage", _coverage)
    if not coverages:
        raise top["coverage"].error("is empty; write at least one coverage")
    return coverages


def _coverage(node: Node) -> CoverageFacts:
    required = ("payer", "plan", "member_id", "effective", *AMOUNTS)
    optional = ("terminated", "insured", "enrolled", "liability", "contract_used")
    node.mapping(required, (*optional, *LISTS))
    used = node.get("contract_used")
    return CoverageFacts(
        payer=node["payer"].text(limit=12),
        plan=node["plan"].text(limit=40),
        member_id=node["member_id"].text(limit=20),
        effective=node["effective"].date(),
        terminated=node.read("terminated", Node.date, None),
        deductible_left=node["deductible_left"].money(),
        out_of_pocket_left=node["out_of_pocket_left"].money(),
        insured=node.read("insured", _insured, None),
        authorizations=node.each("authorizations", _grant),
        authorization_requests=node.each("authorization_requests", _request),
        history=node.each("history", _past),
        gaps=node.each("gaps", read_span),
        enrolled=node.read("enrolled", Node.boolean, True),
        liability=node.read("liability", Node.boolean, False),
        referrals=node.each("referrals", _referral),
        providers=node.each("providers", _provider),
        slips=node.each("slips", _payer_slip),
        other_claims=node.each("other_claims", _other_claim),
        contract_used={name: row.integer() for name, row in used.entries()} if used else {},
    )


def _insured(node: Node) -> Insured:
    node.mapping(("relationship", "name", "born"))
    return Insured(
        relationship=node["relationship"].choice(DEPENDENTS),
        name=node["name"].text(limit=80),
        born=node["born"].date(),
    )


def read_span(node: Node) -> tuple[date, date]:
    """Two days, both included. Raises DocumentError when the second comes first."""
    node.mapping(("from", "to"))
    first, last = node["from"].date(), node["to"].date()
    if last < first:
        raise node["to"].error("comes before the first day; write the earlier day first")
    return first, last


def _grant(node: Node) -> Grant:
    node.mapping(("number", "procedure", "units"), GRANT)
    return _granted(node)


def _granted(node: Node) -> Grant:
    return Grant(
        number=node["number"].text(limit=20),
        procedure=read_code(node["procedure"]),
        units=node["units"].integer(minimum=1),
        valid_from=node.read("from", Node.date, None),
        valid_to=node.read("to", Node.date, None),
        provider_npi=node.read("provider_npi", read_npi, ""),
        refused=node.read("refused", Node.boolean, False),
    )


def _request(node: Node) -> RequestableGrant:
    node.mapping(("number", "procedure", "units"), (*GRANT, "answer_days", "retroactive"))
    return RequestableGrant(
        grant=_granted(node),
        answer_days=node.read("answer_days", lambda item: item.integer(maximum=90), 0),
        retroactive=node.read("retroactive", Node.boolean, False),
    )


def _past(node: Node) -> PastService:
    node.mapping(("date", "procedure", "rendering_npi"), ("reference",))
    return PastService(
        date=node["date"].date(),
        procedure=read_code(node["procedure"]),
        rendering_npi=read_npi(node["rendering_npi"]),
        reference=node.read("reference", Node.text, ""),
    )


def _payer_slip(node: Node) -> PayerSlip:
    node.mapping(("procedure",), ("fee", "benefit"))
    slip = PayerSlip(
        procedure=read_code(node["procedure"]),
        fee=node.read("fee", Node.money, None),
        benefit=node.read("benefit", lambda item: item.text(limit=40), ""),
    )
    if (slip.fee is None) == (not slip.benefit):
        raise node.error("says what the payer has wrong: write either fee or benefit")
    return slip


def _referral(node: Node) -> ReferralFacts:
    node.mapping(("number", "procedure", "visits"), ("from", "to"))
    return ReferralFacts(
        number=node["number"].text(limit=20),
        procedure=node["procedure"].text(limit=12).upper(),
        visits=node["visits"].integer(minimum=1),
        valid_from=node.read("from", Node.date, None),
        valid_to=node.read("to", Node.date, None),
    )


def _other_claim(node: Node) -> OtherClaim:
    node.mapping(("on", "what"), ("deductible", "out_of_pocket"))
    return OtherClaim(
        on=node["on"].date(),
        what=node["what"].text(limit=120),
        deductible=node.read("deductible", Node.money, Decimal("0.00")),
        out_of_pocket=node.read("out_of_pocket", Node.money, Decimal("0.00")),
    )


def _provider(node: Node) -> ProviderFacts:
    node.mapping(("npi",), ("from", "to", "specialty", "in_network"))
    return ProviderFacts(
        npi=read_npi(node["npi"]),
        valid_from=node.read("from", Node.date, None),
        valid_to=node.read("to", Node.date, None),
        specialty=node.read("specialty", Node.text, ""),
        in_network=node.read("in_network", Node.boolean, True),
    )
