"""The payer's rules, in the order in which they are asked. The order is the answer's order.

The front door has two steps: the form (answered by a 999), then the claim (by a 277CA). A claim
that fails at a step goes no further; all that is wrong at that step is told at once. Behind it
every rule is asked and every hit is kept for the trace, but the first hit decides a line: a line is
denied, or waited for, for one reason. A denied line leaves the others payable.
"""

from collections.abc import Iterator

from claims.rules import (
    bundling,
    claim_data,
    dependent,
    eligibility,
    enrolment,
    front_door,
    line_data,
    membership,
    necessity,
    permission,
    plan_limits,
    records,
    service,
    timing,
    validity,
)
from claims.rules.finding import Finding, Rule
from claims.rules.review import Review

SYNTAX: tuple[Rule, ...] = (
    front_door.member_id_missing,
    front_door.no_lines,
    front_door.diagnosis_count,
    front_door.pointer_invalid,
)

FRONT_DOOR: tuple[Rule, ...] = (
    front_door.member_not_found,
    front_door.birth_date_differs,
    front_door.charge_not_positive,
    front_door.service_after_sending,
    front_door.replacement_not_taken,
)

RULEBOOK: tuple[Rule, ...] = (
    # Does an answered claim for the same stand already?
    timing.answered_already,
    # Is the patient covered, and is it our turn?
    membership.member_unknown,
    eligibility.coverage_not_begun,
    eligibility.coverage_ended,
    membership.coverage_gap,
    membership.dependent_not_enrolled,
    membership.newborn_not_enrolled,
    eligibility.wrong_payer,
    eligibility.accident_payer_first,
    membership.liability_first,
    eligibility.accident_unanswered,
    # May this provider be paid for it?
    enrolment.provider_not_eligible,
    enrolment.specialty_not_allowed,
    enrolment.out_of_network,
    # Is it in time, new, and first in line?
    timing.filing_limit,
    timing.duplicate,
    eligibility.other_payer_first,
    line_data.prior_payment_missing,
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
    line_data.service_date_invalid,
    line_data.referring_npi_missing,
    line_data.ndc_missing,
    # Were the codes in force and covered, and do they fit the patient?
    validity.diagnosis_not_in_force,
    plan_limits.diagnosis_excluded_by_plan,
    plan_limits.diagnosis_excluded_by_policy,
    validity.procedure_not_in_force,
    validity.modifier_not_in_force,
    validity.procedure_against_age,
    validity.procedure_against_sex,
    validity.diagnosis_against_age,
    validity.diagnosis_against_sex,
    # Does the service fit its place and its modifiers?
    service.place_not_allowed,
    service.place_refused,
    service.modifier_inconsistent,
    service.modifier_missing,
    service.modifiers_contradict,
    timing.new_patient_seen_before,
    # Was leave given?
    permission.referral_missing,
    permission.referral_exceeded,
    permission.authorization_refused,
    permission.authorization_missing,
    permission.authorization_exceeded,
    permission.authorization_for_other_service,
    permission.authorization_for_other_provider,
    # Is it a benefit?
    permission.not_a_benefit,
    plan_limits.benefit_not_in_plan,
    plan_limits.routine_service,
    plan_limits.experimental_service,
    permission.not_in_fee_schedule,
    permission.benefit_used_up,
    # Does a diagnosis support it?
    necessity.pointer_unsupported,
    necessity.side_contradicted,
    necessity.policy_not_met,
    records.documents_required,
    records.records_wanted,
    records.level_not_supported,
    # Is it paid on its own, and how often?
    bundling.add_on_alone,
    bundling.pair_never_paid,
    bundling.pair_needs_modifier,
    bundling.packaged,
    bundling.mutually_exclusive,
    bundling.within_global_period,
    bundling.units_over_limit,
    plan_limits.contract_units_exceeded,
    service.assistant_not_allowed,
)

# Seen by an audit, not by the payer: they move no money, but the trace keeps them.
AUDIT: tuple[Rule, ...] = (records.modifier_unsupported,)

# Asked last, of the lines that are still payable.
DEPENDENT: tuple[Rule, ...] = (
    dependent.main_service_denied,
    dependent.too_many_procedures,
)


def hits(rules: tuple[Rule, ...], review: Review) -> Iterator[Finding]:
    """Every finding of these rules, in their order."""
    for rule in rules:
        yield from rule(review)
