"""The payer's rules, in the order in which they are asked. The order is the answer's order.

A claim that fails at the front door goes no further. Behind it every rule is asked and every hit
is kept for the trace, but the first hit decides a line: a line is denied, or waited for, for one
reason. A denied line leaves the others payable.
"""

from collections.abc import Iterator

from claims.rules import (
    bundling,
    claim_data,
    dependent,
    eligibility,
    front_door,
    necessity,
    permission,
    service,
    timing,
    validity,
)
from claims.rules.finding import Finding, Rule
from claims.rules.review import Review

FRONT_DOOR: tuple[Rule, ...] = (
    front_door.member_id_missing,
    front_door.member_not_found,
    front_door.birth_date_differs,
    front_door.no_lines,
    front_door.diagnosis_count,
    front_door.pointer_invalid,
    front_door.charge_not_positive,
    front_door.service_after_sending,
    front_door.replacement_not_taken,
)

RULEBOOK: tuple[Rule, ...] = (
    # Is the patient covered, and is it our turn?
    eligibility.coverage_not_begun,
    eligibility.coverage_ended,
    eligibility.wrong_payer,
    eligibility.accident_payer_first,
    eligibility.accident_unanswered,
    # Is it in time, new, and first in line?
    timing.filing_limit,
    timing.duplicate,
    eligibility.other_payer_first,
    # Is the claim complete?
    timing.replacement_reference,
    claim_data.diagnosis_unknown,
    claim_data.diagnosis_incomplete,
    claim_data.diagnosis_not_first,
    claim_data.rendering_npi_invalid,
    claim_data.billing_npi_invalid,
    claim_data.place_unknown,
    claim_data.procedure_unknown,
    claim_data.units_invalid,
    claim_data.modifier_unknown,
    claim_data.ordering_npi_missing,
    # Were the codes in force, and do they fit the patient?
    validity.diagnosis_not_in_force,
    validity.procedure_not_in_force,
    validity.modifier_not_in_force,
    validity.procedure_against_age,
    validity.procedure_against_sex,
    validity.diagnosis_against_age,
    validity.diagnosis_against_sex,
    # Does the service fit its place and its modifiers?
    service.place_not_allowed,
    service.modifier_inconsistent,
    service.modifier_missing,
    timing.new_patient_seen_before,
    # Was leave given?
    permission.referral_missing,
    permission.authorization_missing,
    permission.authorization_exceeded,
    permission.authorization_for_other_service,
    # Is it a benefit?
    permission.not_a_benefit,
    permission.not_in_fee_schedule,
    permission.benefit_used_up,
    # Does a diagnosis support it?
    necessity.pointer_unsupported,
    necessity.side_contradicted,
    necessity.policy_not_met,
    permission.records_wanted,
    # Is it paid on its own, and how often?
    bundling.add_on_alone,
    bundling.pair_never_paid,
    bundling.pair_needs_modifier,
    bundling.packaged,
    bundling.within_global_period,
    bundling.units_over_limit,
    service.assistant_not_allowed,
)

# Asked last, of the lines that are still payable.
DEPENDENT: tuple[Rule, ...] = (
    dependent.main_service_denied,
    dependent.too_many_procedures,
)


def hits(rules: tuple[Rule, ...], review: Review) -> Iterator[Finding]:
    """Every finding of these rules, in their order."""
    for rule in rules:
        yield from rule(review)
