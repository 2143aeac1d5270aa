"""A browser without a screen, for tests of the pages: fill in forms as the page does, and post."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.services.preparing import FLAGS
from sandbox.accounts.models import User
from tests.claims.bench import Hands


def client_of(user: User) -> Client:
    """A browser in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def step(claim: Claim, **values: Any) -> dict[str, Any]:
    """The hidden values of a fresh form, and what is typed."""
    return {"key": str(uuid4()), "version": claim.version, **values}


def box_values(claim: Claim, **typed: Any) -> dict[str, Any]:
    """The boxes form as the page shows it, with some boxes typed over."""
    content = claim.boxes
    shown = {
        "payer_id": content.payer_id,
        "member_id": content.member_id,
        "patient_name": content.patient_name,
        "patient_born": content.patient_born.isoformat(),
        "patient_sex": content.patient_sex,
        "accident": content.accident,
        "accident_date": content.accident_date or "",
        "ordering_npi": content.ordering_npi,
        "authorization": content.authorization,
        "referral": content.referral,
        "place_of_service": content.place_of_service,
        "rendering_npi": content.rendering_npi,
        "relationship": content.relationship,
        "insured_name": content.insured_name,
        "insured_born": content.insured_born or "",
        "referring_npi": content.referring_npi,
        "tax_id": content.tax_id or "",
        "billing_street": content.billing_street or "",
        "billing_zip": content.billing_zip or "",
    }
    shown |= {name: "on" for name in FLAGS if getattr(content, name)}
    charges = {f"charge_{n}": str(line.charge) for n, line in enumerate(content.lines, 1)}
    return step(claim, **shown, **charges) | typed


@dataclass(frozen=True)
class Door:
    """One thing that can be posted: how to get ready for it, what to send, where it is closed,
    and what to look at to see what it did."""

    name: str
    ready: Callable[[], Hands]
    data: Callable[[Hands], Mapping[str, Any]]
    seen: Callable[[Hands], Any]
    closed: Callable[[], Hands] | None = None

    def __str__(self) -> str:
        return self.name

    def post(self, hands: Hands, data: Mapping[str, Any]) -> HttpResponse:
        """Post it as the biller."""
        return client_of(hands.biller).post(self.url(hands), data)

    def url(self, hands: Hands) -> str:
        """Its address for the claim."""
        return reverse(f"claims:{self.name}", args=[hands.claim.pk])
