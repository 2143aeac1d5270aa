"""The words that a case file may use where only some fit."""

from coding.documents import Node

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
)


def read_place(node: Node) -> str:
    """A CMS place-of-service code."""
    return node.matching(r"[0-9]{2}", wanted='two digits, such as "11"')


def read_npi(node: Node) -> str:
    """Ten digits; the lint knows the check digit."""
    return node.matching(r"[0-9]{10}", wanted="ten digits")
