"""Read a payer's terms from YAML: plans, fees, code pairs, policies. PURE.

Scenario files and the payers that ship with the sandbox use the same fields. Raises
DocumentError, with the line, the field and the mend, for whatever does not fit.
"""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from claims.facts import PAIR_MODIFIERS, Benefit, BenefitLimit, Fee, Pair, Payer, Plan, Policy
from claims.money import ZERO
from coding.documents import Node

MAX_CODE = 20
MAX_AGE = 200
PATTERN = re.compile(r"(?:[A-Za-z0-9-]|\[(?:0-9|A-Z|a-z|[A-Za-z0-9])+\](?:\{[0-9]{1,2}\})?)+")
AGES = re.compile(r"(\d{1,3})?-(\d{1,3})?")
PAYER_FLAGS = (
    *("accepts_replacements", "property_and_casualty", "reviews_every_claim"),
    *("opens_unknown_members", "denies_for_records", "crosses_over", "reopens_claims"),
)
PAYER_MONEY = ("sequestration", "prompt_pay_days", "interest_rate")
PAYER_DAYS = (
    *("filing_limit_days", "correction_window_days", "ack_days"),
    *("remit_days", "information_days"),
)
FEE_FLAGS = (
    *("authorization", "referral", "ordering", "records"),
    *("bilateral", "assistant", "professional_split", "referring", "ndc"),
)
FEE_LISTS = ("places", "refused_places", "add_on_to", "modifiers", "required_modifiers")
FEE_OTHERS = (
    *("facility_fee", "benefit", "multiple_procedure", "max_units", "mai"),
    *("sex", "ages", "global_days", "specialties", "contract_units", "dose_unit"),
)
FEE_FIELDS = (*FEE_FLAGS, *FEE_LISTS, *FEE_OTHERS)


def read_payer(node: Node) -> Payer:
    """Who answers, and on what terms."""
    default = Payer(id="")
    others = ("name", "member_id_pattern", "appeal_windows", "appeal_thresholds", *PAYER_MONEY)
    optional = (*others, *PAYER_FLAGS, *PAYER_DAYS)
    node.mapping(("id",), optional)
    values: dict[str, Any] = {
        name: node.read(name, Node.boolean, getattr(default, name)) for name in PAYER_FLAGS
    }
    values |= {name: node.read(name, _days, getattr(default, name)) for name in PAYER_DAYS}
    return Payer(
        id=node["id"].text(limit=MAX_CODE),
        sequestration=node.read("sequestration", Node.rate, default.sequestration),
        interest_rate=node.read("interest_rate", Node.rate, default.interest_rate),
        prompt_pay_days=node.read("prompt_pay_days", _days, default.prompt_pay_days),
        name=node.read("name", Node.text, ""),
        member_id_pattern=node.read("member_id_pattern", _pattern, ""),
        appeal_thresholds=node.each("appeal_thresholds", Node.money),
        appeal_windows=node.each("appeal_windows", _days) or default.appeal_windows,
        **values,
    )


def read_plan(node: Node, *, also: tuple[str, ...] = ()) -> Plan:
    """What the member bought; ``also`` are fields beside the plan's own."""
    procedures = ("exclusions", "routine", "experimental", "excluded_diagnoses")
    benefit_lists = ("carve_outs", "without")
    lists = (*procedures, *benefit_lists, "limits")
    others = ("network", "network_only", "emergency_protected", "coordination")
    node.mapping(also, (*lists, *others, "benefits", "emergency_benefits"))
    return Plan(
        network=node.read("network", lambda n: n.choice(("in", "out")), "in"),
        benefits=_benefits(node, "benefits"),
        emergency_benefits=_benefits(node, "emergency_benefits"),
        **{name: node.each(name, code) for name in procedures},
        **{name: node.each(name, _name) for name in benefit_lists},
        network_only=node.read("network_only", Node.boolean, False),
        limits=node.each("limits", _limit),
        emergency_protected=node.read("emergency_protected", Node.boolean, False),
        coordination=node.read(
            "coordination", lambda n: n.choice(("standard", "non_duplication")), "standard"
        ),
    )


def read_fee(node: Node, *, benefits: Collection[str]) -> Fee:
    """One row of a fee schedule; the benefit that it names must be one of the plan's."""
    node.mapping(("fee",), FEE_FIELDS)
    fee = node["fee"].money()
    if fee <= 0:
        raise node["fee"].error("must be above zero; leave the row out if there is no fee")
    return Fee(fee=fee, **read_fee_fields(node, benefits=benefits))


def read_fee_fields(node: Node, *, benefits: Collection[str] | None) -> dict[str, Any]:
    """The fields of a fee row that are written there, apart from the fee itself.

    ``benefits`` are the names that ``benefit`` may take, None for any.
    """
    written: dict[str, Any] = {
        name: node.read(name, Node.boolean, False) for name in FEE_FLAGS if node.get(name)
    }
    written |= {name: node.each(name, code) for name in FEE_LISTS if node.get(name)}
    readers: Mapping[str, Any] = {
        "facility_fee": Node.money,
        "benefit": lambda n: _benefit_name(n, benefits),
        "multiple_procedure": lambda n: int(n.choice(("0", "2"))),
        "max_units": lambda n: n.integer(minimum=0),
        "mai": lambda n: n.integer(minimum=1, maximum=3),
        "sex": lambda n: n.choice(("F", "M")),
        "global_days": lambda n: int(n.choice(("0", "10", "90"))),
        "specialties": lambda n: tuple(item.text(limit=80) for item in n.items()),
        "contract_units": lambda n: n.integer(minimum=0),
        "dose_unit": lambda n: Decimal(n.integer(minimum=1)),
    }
    written |= {name: read(node[name]) for name, read in readers.items() if node.get(name)}
    if node.get("ages"):
        written |= _ages(node["ages"])
    return written


def read_pair(node: Node) -> Pair:
    """One code pair; without ``modifiers`` the usual ones separate it."""
    node.mapping(("column1", "column2"), ("indicator", "modifiers", "kind"))
    listed = node.get("modifiers")
    return Pair(
        column1=code(node["column1"]),
        column2=code(node["column2"]),
        indicator=int(node.read("indicator", lambda n: n.choice(("0", "1", "9")), "1")),
        modifiers=PAIR_MODIFIERS if listed is None else node.each("modifiers", code),
        kind=node.read("kind", lambda n: n.choice(("pair", "package", "exclusive")), "pair"),
    )


def read_policy(node: Node) -> Policy:
    """One coverage policy: diagnoses that support its procedure, or such as never do."""
    node.mapping(("id", "procedure", "diagnoses"), ("excluded", "national"))
    diagnoses, excluded = node.each("diagnoses", code), node.each("excluded", code)
    if not diagnoses and not excluded:
        raise node["diagnoses"].error("is empty; list at least one diagnosis")
    return Policy(
        id=node["id"].text(limit=40),
        procedure=code(node["procedure"]),
        diagnoses=diagnoses,
        excluded=excluded,
        national=node.read("national", Node.boolean, False),
    )


def code(node: Node) -> str:
    """A code in upper case; ``""`` stays empty, so that a missing code can be sent."""
    return node.text(limit=MAX_CODE).strip().upper()


def _benefits(node: Node, key: str) -> dict[str, Benefit]:
    rows = node.get(key)
    return {name: _benefit(row) for name, row in rows.entries()} if rows else {}


def _benefit(node: Node) -> Benefit:
    node.mapping((), ("copay", "deductible", "coinsurance"))
    return Benefit(
        copay=node.read("copay", Node.money, ZERO),
        deductible=node.read("deductible", Node.boolean, False),
        coinsurance=node.read("coinsurance", Node.rate, Decimal(0)),
    )


def _limit(node: Node) -> BenefitLimit:
    node.mapping(("procedure", "times", "days"))
    return BenefitLimit(
        procedure=code(node["procedure"]),
        times=node["times"].integer(minimum=1),
        days=node["days"].integer(minimum=1),
    )


def _benefit_name(node: Node, benefits: Collection[str] | None) -> str:
    name = node.text(limit=MAX_CODE)
    if benefits is not None and name not in benefits:
        known = ", ".join(benefits) or "none yet"
        raise node.error(f'"{name}" is not among plan.benefits ({known}); add it there')
    return name


def _ages(node: Node) -> dict[str, int | None]:
    """An age range in full years, both included: 0-17, 18-, -17."""
    found = AGES.fullmatch(node.text())
    low, high = found.groups() if found else (None, None)
    if low is None and high is None:
        raise node.error('must be an age range such as "0-17" or "18-"')
    if low and high and int(low) > int(high):
        raise node.error("ends before it begins; write the lower age first")
    return {"age_min": int(low) if low else None, "age_max": int(high) if high else None}


def _name(node: Node) -> str:
    return node.text(limit=MAX_CODE)


def _days(node: Node) -> int:
    return node.integer(minimum=0, maximum=3650)


def _pattern(node: Node) -> str:
    """The shape of a member ID: letters, digits, hyphens and classes of them with a count.

    So little of the language of regular expressions that no text can keep one busy.
    """
    pattern = node.text(limit=60)
    if not PATTERN.fullmatch(pattern):
        raise node.error("must be made of letters, digits and classes such as SBX1[0-9]{8}")
    return pattern
