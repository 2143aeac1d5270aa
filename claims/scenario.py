"""Read a scenario file: a claim with everything that decides the payer's answer. PURE.

The format is public (``docs/formats.md``). Whatever does not fit is refused with the file, the
line, the field and the mend; nothing is guessed. Codes are read in upper case.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from claims.facts import (
    Accepted,
    Authorization,
    Claim,
    Coverage,
    Enrolment,
    Line,
    Patient,
    PriorPayment,
    RecordedService,
    Referral,
    Scenario,
)
from claims.money import ZERO
from claims.payer.terms import code, read_fee, read_pair, read_payer, read_plan, read_policy
from coding.cases.coverage import read_span
from coding.documents import Node, read_document

SECTIONS = ("payer", "plan", "coverage", "patient", "fees", "claim")
LISTS = ("pairs", "policies", "authorizations", "history", "referrals", "providers", "record")
TEXTS = (
    *("original_reference", "stands_beside", "place_of_service", "rendering_npi", "billing_npi"),
    *("ordering_npi", "referring_npi", "authorization", "referral"),
)
DATES = ("original_remitted", "received", "accident_date", "insured_born")
FLAGS = (
    *("signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"),
    "original_processed",
)
BILLING = ("tax_id", "billing_street", "billing_zip")
OTHERS = (
    *(
        "frequency",
        "reopening",
        "member_id",
        "patient_name",
        "patient_born",
        "patient_sex",
        "accident",
    ),
    *("relationship", "insured_name", "attachments", "diagnoses", "lines"),
)
MAX_LINES = 50
FIRST_YEAR, LAST_YEAR = 1800, 2199
MAX_TEXT = 40
SEXES = ("F", "M", "U")
RELATIONSHIPS = ("self", "spouse", "child", "other")
ACCIDENTS = ("none", "work", "auto", "other", "unanswered")


def read_scenario(text: str, *, path: str) -> Scenario:
    """Read the text of a scenario file; ``path`` is for messages only. Raises DocumentError."""
    document = read_document(text, path=path).mapping(
        SECTIONS, (*LISTS, "contract_used", "previous_claim")
    )
    coverage, patient = read_coverage(document["coverage"]), read_patient(document["patient"])
    plan = read_plan(document["plan"])
    benefits = (*plan.benefits, *plan.carve_outs, *plan.without)
    fees = {
        name.strip().upper(): read_fee(node, benefits=benefits)
        for name, node in document["fees"].entries()
    }
    used = document.get("contract_used")
    return Scenario(
        payer=read_payer(document["payer"]),
        plan=plan,
        coverage=coverage,
        patient=patient,
        fees=fees,
        pairs=document.each("pairs", read_pair),
        policies=document.each("policies", read_policy),
        authorizations=document.each("authorizations", read_authorization),
        history=document.each("history", read_accepted),
        referrals=document.each("referrals", read_referral),
        providers=document.each("providers", read_enrolment),
        record=document.each("record", read_recorded) if document.get("record") else None,
        contract_used={name.strip().upper(): row.integer() for name, row in used.entries()}
        if used
        else {},
        claim=_claim(document["claim"], coverage, patient),
        previous=document.read("previous_claim", lambda n: _claim(n, coverage, patient), None),
    )


def read_coverage(node: Node) -> Coverage:
    """The member as the payer's file has them."""
    amounts = ("deductible_left", "out_of_pocket_left")
    flags = ("primary", "enrolled", "liability")
    node.mapping(("member_id",), ("effective", "terminated", "gaps", *flags, *amounts))
    return Coverage(
        member_id=node["member_id"].text(limit=MAX_TEXT),
        effective=node.read("effective", _day, None),
        terminated=node.read("terminated", _day, None),
        deductible_left=node.read("deductible_left", Node.money, ZERO),
        out_of_pocket_left=node.read("out_of_pocket_left", Node.money, None),
        primary=node.read("primary", Node.boolean, True),
        gaps=node.each("gaps", read_span),
        enrolled=node.read("enrolled", Node.boolean, True),
        liability=node.read("liability", Node.boolean, False),
    )


def read_patient(node: Node) -> Patient:
    """The patient as the payer's file has them."""
    node.mapping(("born", "sex"), ("name",))
    return Patient(
        born=_day(node["born"]),
        sex=node["sex"].choice(SEXES),
        name=node.read("name", Node.text, ""),
    )


def read_authorization(node: Node) -> Authorization:
    """Leave that is on file; dates left out are open."""
    node.mapping(("number", "procedure"), ("units", "from", "to", "provider_npi", "refused"))
    return Authorization(
        number=node["number"].text(limit=MAX_TEXT),
        procedure=code(node["procedure"]),
        units=node.read("units", lambda n: n.integer(minimum=1), 1),
        valid_from=node.read("from", _day, None),
        valid_to=node.read("to", _day, None),
        provider_npi=node.read("provider_npi", _short, ""),
        refused=node.read("refused", Node.boolean, False),
    )


def read_referral(node: Node) -> Referral:
    """A referral on file; dates left out are open."""
    node.mapping(("number", "procedure", "visits"), ("from", "to"))
    return Referral(
        number=_short(node["number"]),
        procedure=code(node["procedure"]),
        visits=node["visits"].integer(minimum=1),
        valid_from=node.read("from", _day, None),
        valid_to=node.read("to", _day, None),
    )


def read_enrolment(node: Node) -> Enrolment:
    """A provider's standing with the payer; dates left out are open."""
    node.mapping(("npi",), ("from", "to", "specialty", "in_network"))
    return Enrolment(
        npi=_short(node["npi"]),
        valid_from=node.read("from", _day, None),
        valid_to=node.read("to", _day, None),
        specialty=node.read("specialty", lambda n: n.text(limit=80), ""),
        in_network=node.read("in_network", Node.boolean, True),
    )


def read_recorded(node: Node) -> RecordedService:
    """A service that the record supports."""
    node.mapping(("procedure",), ("units", "modifiers"))
    return RecordedService(
        procedure=code(node["procedure"]),
        units=node.read("units", lambda n: n.integer(minimum=1), 1),
        modifiers=node.each("modifiers", code),
    )


def read_accepted(node: Node) -> Accepted:
    """A service that this payer has already accepted."""
    node.mapping(("date", "procedure", "rendering_npi"), ("reference",))
    return Accepted(
        date=_day(node["date"]),
        procedure=code(node["procedure"]),
        rendering_npi=_short(node["rendering_npi"]),
        reference=node.read("reference", _short, ""),
    )


def _claim(node: Node, coverage: Coverage, patient: Patient) -> Claim:
    """A claim as sent; what it does not say of member and patient is as in the payer's file."""
    node.mapping(("sent",), (*TEXTS, *DATES, *FLAGS, *BILLING, *OTHERS))
    values: dict[str, Any] = {name: node.read(name, _short, "") for name in TEXTS}
    values |= {name: node.read(name, _day, None) for name in DATES}
    values |= {name: node.read(name, Node.boolean, True) for name in FLAGS}
    values |= {name: node.read(name, _name, None) for name in BILLING}
    values |= {name: node.read(name, _name, "") for name in ("patient_name", "insured_name")}
    return Claim(
        sent=_day(node["sent"]),
        reopening=node.read("reopening", Node.boolean, False),
        frequency=int(node.read("frequency", lambda n: n.choice(("1", "7", "8")), "1")),
        member_id=node.read("member_id", _short, coverage.member_id),
        patient_born=node.read("patient_born", _day, patient.born),
        patient_sex=node.read("patient_sex", lambda n: n.choice(SEXES), patient.sex),
        relationship=node.read("relationship", lambda n: n.choice(RELATIONSHIPS), "self"),
        accident=node.read("accident", lambda n: n.choice(ACCIDENTS), "none"),
        attachments=node.each("attachments", lambda n: n.choice(("records",))),
        diagnoses=tuple(code(item) for item in _items(node, "diagnoses")),
        lines=tuple(_line(item, number) for number, item in enumerate(_items(node, "lines"), 1)),
        **values,
    )


def _line(node: Node, number: int) -> Line:
    texts = ("procedure", "place_of_service", "ndc", "dose")
    optional = (*texts, "modifiers", "units", "pointers", "prior", "through")
    node.mapping(("charge", "date"), optional)
    return Line(
        number=number,
        procedure=node.read("procedure", code, ""),
        charge=node["charge"].money(),
        date=_day(node["date"]),
        modifiers=node.each("modifiers", code),
        units=node.read("units", _units, 1),
        pointers=node.each("pointers", lambda n: n.integer(minimum=0, maximum=99)),
        place_of_service=node.read("place_of_service", _short, ""),
        prior=node.read("prior", _prior, None),
        through=node.read("through", _day, None),
        ndc=node.read("ndc", _short, ""),
        dose=node.read("dose", _dose, None),
    )


def _prior(node: Node) -> PriorPayment:
    node.mapping(("paid",), ("contractual",))
    return PriorPayment(
        paid=node["paid"].money(), contractual=node.read("contractual", Node.money, ZERO)
    )


def _units(node: Node) -> Decimal:
    """Units as written: also the zero, negative or broken ones that a payer turns down."""
    wanted = "a number of units, such as 1"
    return Decimal(node.matching(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", wanted=wanted))


def _dose(node: Node) -> Decimal:
    return Decimal(node.matching(r"[0-9]{1,6}(\.[0-9]{1,3})?", wanted="an amount, such as 40"))


def _name(node: Node) -> str:
    return node.text(limit=80).strip()


def _day(node: Node) -> date:
    """A date within the time that a claim can speak of."""
    day = node.date()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise node.error(f"{day} is out of range; write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _short(node: Node) -> str:
    return node.text(limit=MAX_TEXT).strip()


def _items(node: Node, key: str) -> tuple[Node, ...]:
    """The items of a list that may be absent and has at most 50 of them."""
    found = node.get(key)
    items = found.items() if found else ()
    if len(items) > MAX_LINES:
        raise items[MAX_LINES].error(f"is one too many; {MAX_LINES} fit")
    return items
