"""What plan, policy and contract leave out: adjustment reasons (CARC) in our own words."""

from claims.reason_texts.kinds import Action, BusinessScenario, Reason

S, A = BusinessScenario, Action

REASONS = (
    Reason(
        "39",
        S.NOT_COVERED,
        A.APPEAL,
        "The payer refused the service when it was asked beforehand.",
        "A refusal in advance is a decision; the service was done all the same.",
        "Appeal the refusal with the records, else write off.",
    ),
    Reason(
        "49",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The plan does not pay routine care of this kind.",
        "Routine and problem are two benefits, and the main diagnosis tells them apart.",
        "Bill the patient, unless the note shows a problem and the coding missed it.",
    ),
    Reason(
        "50",
        S.NOT_COVERED,
        A.APPEAL,
        "The payer's policy does not find the service necessary for this diagnosis.",
        "Necessity is not coding: a diagnosis is never changed to get paid.",
        "Read the policy and appeal with the records; with a signed notice bill the patient.",
    ),
    Reason(
        "55",
        S.NOT_COVERED,
        A.APPEAL,
        "The payer holds the procedure to be experimental.",
        "The payer's list decides, not the clinician's; evidence may move it.",
        "Appeal with the records and published evidence, else write off.",
    ),
    Reason(
        "96",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The plan does not cover the service.",
        "A contract question, not a clinical one; the remark says where to look.",
        "As PR bill the patient and keep the notice; as CO check the code and the contract.",
    ),
    Reason(
        "119",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The plan's number of these services is used up.",
        "Eligibility tells how many are left and from when.",
        "Bill the patient, or wait for the date.",
    ),
    Reason(
        "167",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The diagnosis is not covered.",
        "Not covered is not invalid: the code is right and the plan leaves it out.",
        "Check plan and policy; as PR bill the patient.",
    ),
    Reason(
        "204",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The member's plan has no such benefit.",
        "Plans of one payer differ; the card names the plan.",
        "Look for another plan that has it; else bill the patient.",
    ),
    Reason(
        "222",
        S.NOT_COVERED,
        A.WRITE_OFF,
        "The contract pays this practice no more units in the period.",
        "It is about the practice, not about this patient.",
        "Check the count with the contract, then write off.",
    ),
)
