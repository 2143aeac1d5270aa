"""The words that a case file may use where only some fit."""

from enum import StrEnum

from coding.documents import Node


class Mess(StrEnum):
    """How untidy a note is; a case has the typical one, and may have the two others beside it."""

    CLEAN = "clean"
    TYPICAL = "typical"
    MESSY = "messy"


SEXES = ("F", "M")
ACCIDENTS = ("none", "work", "auto", "other", "unanswered")
OUTCOMES = ("paid", "denied", "rejected", "pended")
RIGHT_ACTIONS = (
    *("new_claim", "correct", "void", "appeal", "bill_other_payer", "bill_patient"),
    *("write_off", "send_records", "status_check", "authorize"),
)
CLAIM_BOXES = (
    *("payer", "member_id", "patient_name", "patient_born", "patient_sex"),
    *("accident", "accident_date", "place_of_service", "rendering_npi", "ordering_npi"),
    *("billing_npi", "authorization", "referral", "sent", "frequency", "original_reference"),
    *("stands_beside", "relationship", "insured_name", "insured_born", "referring_npi"),
    *("signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"),
    *("tax_id", "billing_street", "billing_zip"),
    *(f"{box}_{line}" for line in range(1, 13) for box in ("charge", "ndc", "dose")),
)
"""Boxes that a pitfall may change; ``charge_2`` is the charge of the second line. ``sent``,
``frequency``, ``original_reference`` and ``stands_beside`` (the payer's number of an answered claim
that an original stands beside) say how the claim goes out."""


def read_place(node: Node) -> str:
    """A CMS place-of-service code."""
    return node.matching(r"[0-9]{2}", wanted='two digits, such as "11"')


def read_npi(node: Node) -> str:
    """Ten digits; the lint knows the check digit."""
    return node.matching(r"[0-9]{10}", wanted="ten digits")
