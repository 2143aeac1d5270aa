"""The payer answers with what its own system has wrong. PURE.

A payer errs too: last year's fee is still loaded, or a service is filed under a benefit with a
copay. The contract is the scenario without these slips.
"""

from collections.abc import Collection
from dataclasses import replace

from claims.facts import Fee, PayerSlip, Scenario


def slipped(scenario: Scenario) -> Scenario:
    """The scenario as the payer's system has it."""
    fees = dict(scenario.fees)
    for slip in scenario.slips:
        if slip.procedure in fees:
            fees[slip.procedure] = _wrong(fees[slip.procedure], slip)
    return replace(scenario, fees=fees)


def without_slips(scenario: Scenario, *, procedures: Collection[str] | None = None) -> Scenario:
    """The scenario as the contract has it, for these procedures or (None) for all."""
    kept = tuple(
        slip
        for slip in scenario.slips
        if procedures is not None and slip.procedure not in procedures
    )
    return replace(scenario, slips=kept)


def _wrong(fee: Fee, slip: PayerSlip) -> Fee:
    """An old fee stands for every place; another benefit changes only who pays."""
    if slip.fee is not None:
        facility = None if fee.facility_fee is None else min(fee.facility_fee, slip.fee)
        return replace(fee, fee=slip.fee, facility_fee=facility)
    return replace(fee, benefit=slip.benefit)
