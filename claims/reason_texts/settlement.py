"""Parts of other services, and how money is shared: adjustment reasons (CARC) in our own words."""

from claims.reason_texts.kinds import Action, BusinessScenario, Reason

S, A = BusinessScenario, Action

REASONS = (
    Reason(
        "1",
        S.SETTLEMENT,
        A.BILL_PATIENT,
        "It goes to the patient's yearly deductible.",
        "Cost share is set by the plan, not by the claim.",
        "Bill the patient, or the next plan.",
    ),
    Reason(
        "2",
        S.SETTLEMENT,
        A.BILL_PATIENT,
        "It is the patient's percentage of the allowed amount.",
        "Coinsurance comes after deductible and copay.",
        "Bill the patient, or the next plan.",
    ),
    Reason(
        "3",
        S.SETTLEMENT,
        A.BILL_PATIENT,
        "It is the patient's fixed amount for the visit.",
        "A copay is due once a visit and best collected at the desk.",
        "Bill the patient what was not collected.",
    ),
    Reason(
        "23",
        S.SETTLEMENT,
        A.WRITE_OFF,
        "What an earlier payer paid and took off.",
        "The second plan starts from what the first one left.",
        "Nothing: it is already posted.",
    ),
    Reason(
        "45",
        S.SETTLEMENT,
        A.WRITE_OFF,
        "The charge is above the agreed fee.",
        "Every paid line has it in network; it is never the whole charge.",
        "In network write it off; as PR it may be billed to the patient.",
    ),
    Reason(
        "54",
        S.NOT_SEPARATE,
        A.WRITE_OFF,
        "No assistant is paid for this operation.",
        "Whether an assistant is paid stands in the fee schedule.",
        "Write off, or appeal with the operative note.",
    ),
    Reason(
        "59",
        S.SETTLEMENT,
        A.WRITE_OFF,
        "A second procedure of the same day is paid in part.",
        "Procedures rank by fee: the first in full, the next four by half.",
        "Check the ranking, then write it off.",
    ),
    Reason(
        "97",
        S.NOT_SEPARATE,
        A.WRITE_OFF,
        "Its payment is part of another service.",
        "97 is a package or a global period; 236 is a code pair.",
        "If the note shows a separate service add the modifier and replace; else write off.",
    ),
    Reason(
        "151",
        S.NOT_SEPARATE,
        A.CORRECT,
        "More units than the payer takes.",
        "The indicator tells whether a line or a day is counted, and whether an appeal can help.",
        "Count again; replace if it was a slip, appeal with records if it was done.",
    ),
    Reason(
        "231",
        S.NOT_SEPARATE,
        A.CORRECT,
        "Two ways of doing the same thing were billed for one day.",
        "One of them was done.",
        "Bill the one that the note shows.",
    ),
    Reason(
        "236",
        S.NOT_SEPARATE,
        A.WRITE_OFF,
        "A published code pair: this one is part of the other.",
        "Indicator 0 is never paid; with indicator 1 a supported modifier separates the two.",
        "If the note shows a separate service add the modifier and replace; else write off.",
    ),
    Reason(
        "253",
        S.SETTLEMENT,
        A.WRITE_OFF,
        "A mandated cut of the payment.",
        "It is taken from what the payer pays, after the patient's share.",
        "Write it off; never bill it.",
    ),
)
