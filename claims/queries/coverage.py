"""What the payer told about the member, and the leave it has given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.content import ClaimContent
from claims.models import Authorization, AuthorizationRequest, Claim, EligibilityCheck
from claims.queries.lookups import payer_name, procedure_title
from claims.queries.sheet import RELATIONSHIP_WORDS, first_day
from coding.display import day_text, money_text
from coding.providers import provider_names


@dataclass(frozen=True)
class Fact:
    """One line of a coverage answer: on the claim, and in the payer's file."""

    label: str
    on_claim: str
    on_file: str

    @property
    def differs(self) -> bool:
        """The two sides do not say the same."""
        return bool(self.on_claim) and self.on_claim.casefold() != self.on_file.casefold()


@dataclass(frozen=True)
class BenefitView:
    """How one kind of service is shared; texts as the payer sends them."""

    label: str
    copay: str
    deductible: str
    coinsurance: str


@dataclass(frozen=True)
class CheckView:
    """One coverage question and its answer as a biller reads it."""

    payer: str
    member_id: str
    service_date: date
    checked_on: date
    who: str
    is_active: bool
    found: bool
    headline: str
    facts: tuple[Fact, ...]
    benefits: tuple[BenefitView, ...]
    deductible_left: str
    out_of_pocket_left: str
    exclusions: tuple[str, ...]
    referral: tuple[str, ...]
    authorization: tuple[str, ...]
    other_payers: tuple[str, ...]
    is_other_member: bool
    """The claim names another member of that payer by now."""


@dataclass(frozen=True)
class LeaveView:
    """Leave on the payer's file, or a request for it (`number` empty, `answer` in words)."""

    number: str
    procedure: str
    title: str
    units: int
    valid_from: date | None
    valid_to: date | None
    provider: str
    is_refused: bool
    status: str
    asked_on: date | None
    answer_on: date | None
    answer: str


@dataclass(frozen=True)
class CoverageView:
    """The coverage pane: the newest answer, earlier ones, leave on file and asked for."""

    newest: CheckView | None
    earlier: tuple[CheckView, ...]
    on_file: tuple[LeaveView, ...]
    asked: tuple[LeaveView, ...]


def coverage_of(claim: Claim) -> CoverageView:
    """Everything that is known about the member's coverage; three queries."""
    content = claim.boxes
    rows = EligibilityCheck.objects.filter(attempt=claim.attempt_id).select_related("checked_by")
    checks = tuple(_check(row, content) for row in rows.order_by("-pk"))
    return CoverageView(
        newest=checks[0] if checks else None,
        earlier=checks[1:],
        on_file=tuple(_on_file(claim, content)),
        asked=tuple(_asked(claim, content)),
    )


def _check(row: EligibilityCheck, content: ClaimContent) -> CheckView:
    answer: Mapping[str, Any] = row.answer
    return CheckView(
        payer=payer_name(row.payer_id),
        member_id=row.member_id,
        service_date=row.service_date,
        checked_on=row.checked_on,
        who=str(row.checked_by),
        is_active=row.is_active,
        found=bool(answer.get("found")),
        headline=answer.get("headline", ""),
        facts=(*_whose(row, content), *_facts(answer, content)) if answer.get("found") else (),
        benefits=tuple(_benefit(benefit) for benefit in answer.get("benefits", ())),
        deductible_left=_dollars(answer.get("deductible_left")),
        out_of_pocket_left=_dollars(answer.get("out_of_pocket_left")),
        exclusions=tuple(answer.get("exclusions", ())),
        referral=tuple(answer.get("referral", ())),
        authorization=tuple(answer.get("authorization", ())),
        other_payers=tuple(answer.get("other_payers", ())),
        is_other_member=row.payer_id == content.payer_id
        and row.member_id.upper() != content.member_id.upper(),
    )


def _whose(row: EligibilityCheck, content: ClaimContent) -> Iterator[Fact]:
    """About whom the payer was asked; the boxes may have changed since."""
    yield Fact("Payer", payer_name(content.payer_id), payer_name(row.payer_id))
    yield Fact("Member ID", content.member_id, row.member_id)


def _facts(answer: Mapping[str, Any], content: ClaimContent) -> Iterator[Fact]:
    """The two sides of what both the claim and the payer hold, then what only the payer holds."""
    yield Fact("Patient", content.patient_name, answer.get("name", ""))
    yield Fact("Birth date", day_text(content.patient_born), _day(answer.get("born", "")))
    yield Fact("Sex", content.patient_sex, answer.get("sex", ""))
    held = answer.get("insured") or {"relationship": "self"}
    yield Fact(
        "Who holds the policy",
        RELATIONSHIP_WORDS.get(content.relationship, content.relationship),
        RELATIONSHIP_WORDS[held["relationship"]],
    )
    if "name" in held:
        born = day_text(content.insured_born) if content.insured_born else "–"
        yield Fact("Insured", content.insured_name or "–", held["name"])
        yield Fact("Insured's birth date", born, _day(held["born"]))
    yield Fact("Plan", "", answer.get("plan", ""))
    yield Fact(
        "Network",
        "",
        {"in": "In network", "out": "Out of network"}.get(answer.get("network", ""), ""),
    )
    yield Fact("Covered from", "", _day(answer.get("effective", "")))
    yield Fact("Covered until", "", _day(answer.get("terminated", "")) or "no end on file")


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _benefit(row: Mapping[str, Any]) -> BenefitView:
    return BenefitView(
        label=row.get("label") or row.get("benefit", ""),
        copay=_dollars(row.get("copay")),
        deductible="applies" if row.get("deductible") else "does not apply",
        coinsurance=_percent(row.get("coinsurance")),
    )


def _dollars(text: Any) -> str:
    return money_text(Decimal(text)) if text not in (None, "") else ""


def _percent(text: Any) -> str:
    """A share such as "0.20" as "20%"; what is no share is shown as it came."""
    if text in (None, ""):
        return ""
    try:
        return f"{float(text):.0%}" if float(text) <= 1 else str(text)
    except ValueError:
        return str(text)


def _on_file(claim: Claim, content: ClaimContent) -> Iterator[LeaveView]:
    rows = Authorization.objects.filter(
        coverage__attempt=claim.attempt_id, coverage__payer_id=content.payer_id
    )
    names = provider_names()
    for row in rows.order_by("number", "procedure"):
        yield LeaveView(
            number=row.number,
            procedure=row.procedure,
            title=procedure_title(row.procedure, on=first_day(content)),
            units=row.units,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            provider=names.get(row.provider_npi, row.provider_npi),
            is_refused=row.refused,
            status="",
            asked_on=None,
            answer_on=None,
            answer="",
        )


def _asked(claim: Claim, content: ClaimContent) -> Iterator[LeaveView]:
    rows = AuthorizationRequest.objects.filter(coverage__attempt=claim.attempt_id)
    for row in rows.select_related("authorization").order_by("-pk"):
        yield LeaveView(
            number=row.authorization.number if row.authorization else "",
            procedure=row.procedure,
            title=procedure_title(row.procedure, on=first_day(content)),
            units=row.authorization.units if row.authorization else 0,
            valid_from=None,
            valid_to=None,
            provider="",
            is_refused=False,
            status=row.status,
            asked_on=row.requested_on,
            answer_on=row.answer_on,
            answer=row.answer,
        )
