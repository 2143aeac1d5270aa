"""The scrubber's edits by number: which conditions, how severe, whose desk, and the mend.

The numbers are public: ``scrub --json`` prints them. A number may stand on two rows where only a
part of it belongs to the basic strength.
"""

from collections.abc import Iterator

from claims.rules import (
    bundling,
    claim_data,
    diagnoses,
    eligibility,
    front_door,
    line_data,
    membership,
    necessity,
    paperwork,
    permission,
    service,
    timing,
    validity,
)
from claims.rules.edit import Edit, Severity
from claims.rules.finding import Finding, Owner
from claims.rules.review import Review


def necessity_doubtful(review: Review) -> Iterator[Finding]:
    """A line without a supporting diagnosis, unless a signed notice (GA) covers it or the service
    is excluded by law (GY), so that no policy is asked."""
    excluded = {line.number for line in review.lines if "GY" in line.modifiers}
    unmet = (row for row in necessity.policy_not_met(review) if row.group != "PR")
    for row in (*necessity.pointer_unsupported(review), *unmet):
        if row.line not in excluded:
            yield row


BILLER, CODER, WARNING = Owner.BILLER, Owner.CODER, Severity.WARNING

EDITS: tuple[Edit, ...] = (
    Edit(
        rule="S01",
        owner=BILLER,
        conditions=(front_door.member_id_missing, front_door.member_id_malformed),
        mend="Copy the ID from the card.",
        basic=True,
    ),
    Edit(
        rule="S02",
        owner=BILLER,
        conditions=(
            front_door.member_not_found,
            front_door.birth_date_differs,
            paperwork.name_differs,
        ),
        mend="Compare card, registration and the eligibility answer.",
    ),
    Edit(
        rule="S03",
        owner=BILLER,
        conditions=(front_door.birth_date_impossible,),
        mend="Check the birth date at registration.",
        basic=True,
    ),
    Edit(
        rule="S04",
        owner=BILLER,
        conditions=(paperwork.relationship_disagrees,),
        mend="Mend box 6, or enter the insured's name and birth date.",
        basic=True,
    ),
    Edit(
        rule="S05",
        owner=BILLER,
        conditions=(eligibility.wrong_payer, eligibility.accident_payer_first),
        mend="Send the claim to the payer that is responsible.",
        box="11d",
    ),
    Edit(
        rule="S07",
        owner=BILLER,
        conditions=(
            eligibility.coverage_not_begun,
            eligibility.coverage_ended,
            membership.coverage_gap,
        ),
        mend="Find the coverage of the service date.",
        box="1a",
        once=True,
    ),
    Edit(
        rule="S08",
        owner=BILLER,
        conditions=(eligibility.other_payer_first, line_data.prior_payment_missing),
        mend="Bill the primary plan first and add its payment.",
        box="11d",
        once=True,
    ),
    Edit(
        rule="S09",
        owner=BILLER,
        severity=WARNING,
        conditions=(eligibility.accident_unanswered, eligibility.accident_all_no),
        mend="Ask the patient how it happened and answer box 10.",
    ),
    Edit(
        rule="S10",
        owner=CODER,
        conditions=(front_door.diagnosis_count,),
        mend="List the diagnoses that the note supports.",
        basic=True,
    ),
    Edit(
        rule="S11",
        owner=CODER,
        conditions=(claim_data.diagnosis_unknown, validity.diagnosis_listed_out_of_force),
        mend="Look up the code that was in force on the service date.",
        basic=True,
    ),
    Edit(
        rule="S12",
        owner=CODER,
        conditions=(claim_data.diagnosis_incomplete,),
        mend="Choose the code with all its characters.",
        basic=True,
    ),
    Edit(
        rule="S13",
        owner=CODER,
        conditions=(claim_data.diagnosis_repeated,),
        mend="Keep one and mend the pointers.",
        basic=True,
    ),
    Edit(
        rule="S14",
        owner=CODER,
        conditions=(diagnoses.excludes1_pair,),
        mend="Keep the one that the note supports.",
    ),
    Edit(
        rule="S15",
        owner=CODER,
        conditions=(claim_data.diagnosis_not_first,),
        mend="List the condition itself first.",
    ),
    Edit(
        rule="S16",
        owner=CODER,
        severity=WARNING,
        conditions=(diagnoses.companion_absent,),
        mend="Look in the note for the companion code.",
    ),
    Edit(
        rule="S17",
        owner=CODER,
        severity=WARNING,
        conditions=(diagnoses.side_unspecified,),
        mend="Look in the note for the side.",
    ),
    Edit(
        rule="S18",
        owner=CODER,
        severity=WARNING,
        conditions=(diagnoses.symptom_beside_diagnosis,),
        mend="Drop the symptom, unless the note gives it another cause.",
    ),
    Edit(
        rule="S19",
        owner=CODER,
        conditions=(front_door.pointer_invalid,),
        mend="Point the line at the diagnoses that the service was for.",
        basic=True,
    ),
    Edit(
        rule="S20",
        owner=CODER,
        conditions=(claim_data.procedure_unknown, validity.procedure_not_in_force),
        mend="Look up the code that was in force on the service date.",
        basic=True,
    ),
    Edit(
        rule="S21",
        owner=CODER,
        conditions=(claim_data.modifier_unknown, validity.modifier_not_in_force),
        mend="Mend or drop the modifier.",
        basic=True,
    ),
    Edit(
        rule="S21",
        owner=CODER,
        conditions=(
            service.modifier_inconsistent,
            service.modifier_missing,
            service.modifiers_contradict,
            service.assistant_not_allowed,
        ),
        mend="Use the modifier that the note supports.",
    ),
    Edit(
        rule="S22",
        owner=CODER,
        conditions=(necessity.side_contradicted,),
        mend="Check the side in the note.",
    ),
    Edit(
        rule="S23",
        owner=CODER,
        severity=WARNING,
        conditions=(service.visit_beside_procedure,),
        mend="Add Z5 if the note shows a separate visit, else drop the visit.",
    ),
    Edit(
        rule="S24",
        owner=CODER,
        conditions=(bundling.pair_never_paid,),
        mend="Drop the line; no modifier helps.",
        box="24D",
    ),
    Edit(
        rule="S25",
        owner=CODER,
        conditions=(
            bundling.pair_needs_modifier,
            bundling.packaged,
            bundling.mutually_exclusive,
        ),
        mend="Add a modifier only if the note shows a separate service.",
        box="24D",
    ),
    Edit(
        rule="S26",
        owner=CODER,
        conditions=(claim_data.units_invalid,),
        mend="Count the units again from the note.",
        basic=True,
    ),
    Edit(
        rule="S26",
        owner=CODER,
        conditions=(bundling.units_over_limit,),
        mend="Count the units again from the note.",
    ),
    Edit(
        rule="S27",
        owner=CODER,
        conditions=(paperwork.dose_disagrees, line_data.ndc_missing),
        mend="Divide the dose by the unit's size; copy the number from the package.",
    ),
    Edit(
        rule="S28",
        owner=CODER,
        conditions=(bundling.add_on_alone,),
        mend="Bill the main service too, if the note shows it.",
    ),
    Edit(
        rule="S29",
        owner=CODER,
        conditions=(timing.new_patient_seen_before,),
        mend="Use the code for an established patient.",
    ),
    Edit(
        rule="S30",
        owner=BILLER,
        conditions=(claim_data.place_unknown,),
        mend="Enter where the patient was.",
        basic=True,
    ),
    Edit(
        rule="S30",
        owner=BILLER,
        conditions=(service.place_not_allowed, service.place_refused),
        mend="Enter where the patient was.",
    ),
    Edit(
        rule="S31",
        owner=BILLER,
        conditions=(
            front_door.no_lines,
            front_door.service_after_sending,
            line_data.service_date_invalid,
        ),
        mend="Check the service dates in the note.",
        basic=True,
    ),
    Edit(
        rule="S32",
        owner=BILLER,
        conditions=(front_door.charge_not_positive,),
        mend="Enter the practice's charge.",
        basic=True,
    ),
    Edit(
        rule="S33",
        owner=BILLER,
        conditions=(claim_data.rendering_npi_invalid, claim_data.billing_npi_invalid),
        mend="Copy the NPI from the practice's file.",
        basic=True,
    ),
    Edit(
        rule="S34",
        owner=BILLER,
        conditions=(paperwork.billing_incomplete,),
        mend="Copy tax ID and address from the practice's file.",
        basic=True,
    ),
    Edit(
        rule="S35",
        owner=BILLER,
        conditions=(claim_data.ordering_npi_missing, line_data.referring_npi_missing),
        mend="Add who ordered the service or referred the patient.",
    ),
    Edit(
        rule="S36",
        owner=BILLER,
        conditions=(
            permission.authorization_missing,
            permission.authorization_exceeded,
            permission.authorization_for_other_service,
            permission.authorization_for_other_provider,
            permission.authorization_refused,
        ),
        mend="Ask the payer for authorisation, or enter the number it gave.",
        box="23",
    ),
    Edit(
        rule="S37",
        owner=BILLER,
        conditions=(permission.referral_missing, permission.referral_exceeded),
        mend="Get the referral and enter its number.",
    ),
    Edit(
        rule="S38",
        owner=BILLER,
        conditions=(
            timing.replacement_reference,
            timing.original_with_reference,
            front_door.replacement_not_taken,
        ),
        mend="Make frequency and original reference agree.",
        basic=True,
    ),
    Edit(
        rule="S39",
        owner=BILLER,
        severity=WARNING,
        conditions=(timing.nothing_corrected,),
        mend="Mend what the payer objected to, or appeal.",
    ),
    Edit(
        rule="S40",
        owner=BILLER,
        conditions=(timing.answered_already, timing.duplicate),
        mend="Check the status of the first claim before you bill again.",
    ),
    Edit(
        rule="S41",
        owner=BILLER,
        conditions=(timing.filing_limit,),
        mend="Look for proof of timely filing, and send it with a reason; never bill the patient.",
        box="24A",
        once=True,
        sendable=True,
    ),
    Edit(
        rule="S41",
        owner=BILLER,
        severity=WARNING,
        conditions=(timing.filing_limit_near,),
        mend="Send it today.",
        box="24A",
    ),
    Edit(
        rule="S42",
        owner=CODER,
        conditions=(
            validity.procedure_against_age,
            validity.procedure_against_sex,
            validity.diagnosis_against_age,
            validity.diagnosis_against_sex,
        ),
        mend="Check birth date and sex at registration, then the code.",
        box="24D",
    ),
    Edit(
        rule="S43",
        owner=BILLER,
        conditions=(paperwork.signatures_missing,),
        mend="Get it, or tick the box if it is on file.",
        basic=True,
    ),
    Edit(
        rule="S44",
        owner=CODER,
        severity=WARNING,
        conditions=(necessity_doubtful,),
        mend="Read the policy; code only what the note says.",
        box="24E",
    ),
)
