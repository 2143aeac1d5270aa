"""A dose typed for units: what was given, turned into the units that are billed. PURE."""

from __future__ import annotations

import re
from decimal import Decimal

from coding.codebook import ProcedureEntry

TYPED = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*([A-Za-z]{1,6})\.?\s*")
IN_MILLIGRAMS = {"g": Decimal(1000), "mg": Decimal(1), "mcg": Decimal("0.001")}


def units_of_dose(typed: str, service: ProcedureEntry) -> int | None:
    """The units of a dose such as "40 mg" of a service that is counted by dose; a started unit
    counts whole. None for what is no dose, or is measured otherwise than the service.

    Source: HCPCS Level II, the amounts in the drugs' descriptions.
    """
    match = TYPED.fullmatch(typed)
    if match is None or service.unit_size is None:
        return None
    amount, measure = Decimal(match[1]), match[2].lower()
    counted = service.unit_of.lower()
    if measure != counted:
        if measure not in IN_MILLIGRAMS or counted not in IN_MILLIGRAMS:
            return None
        amount = amount * IN_MILLIGRAMS[measure] / IN_MILLIGRAMS[counted]
    return service.units_for(amount)
