"""The texts behind ``claims.reasons``: our own words, one row a number."""

from dataclasses import dataclass
from enum import StrEnum


class BusinessScenario(StrEnum):
    """What a reason is about. The first four are those of CAQH CORE; SETTLEMENT is no denial."""

    DOCUMENTATION = "more documentation needed"
    DATA = "missing or invalid data"
    NOT_COVERED = "service not covered"
    NOT_SEPARATE = "service not separately payable"
    ELIGIBILITY = "eligibility and other payers"
    TIMELINESS = "timeliness and duplicates"
    SETTLEMENT = "contract and cost share"


class Action(StrEnum):
    """What a biller can do next about an amount."""

    NEW_CLAIM = "new_claim"
    CORRECT = "correct"
    VOID = "void"
    APPEAL = "appeal"
    BILL_OTHER_PAYER = "bill_other_payer"
    BILL_PATIENT = "bill_patient"
    WRITE_OFF = "write_off"
    SEND_RECORDS = "send_records"
    STATUS_CHECK = "status_check"
    AUTHORIZE = "authorize"


@dataclass(frozen=True)
class Reason:
    """An adjustment reason: what it says, what it teaches, what to do next.

    ``action`` is the usual one; the case decides what is right.
    """

    code: str
    scenario: BusinessScenario
    action: Action
    says: str
    teaches: str
    next_step: str


@dataclass(frozen=True)
class Remark:
    """A remark that makes a reason precise."""

    code: str
    says: str
    next_step: str = ""


@dataclass(frozen=True)
class Group:
    """Who bears an amount, and what may be done with it."""

    code: str
    bears: str
    says: str


@dataclass(frozen=True)
class Status:
    """What the front door says when it turns a claim back."""

    code: str
    says: str
    next_step: str


S, A = BusinessScenario, Action

GROUPS = (
    Group(
        "CO",
        "the practice",
        "The contract makes it the practice's loss. Write it off, correct the claim or appeal; "
        "never bill the patient.",
    ),
    Group(
        "OA",
        "another party",
        "Neither the practice's loss nor the patient's: another payer, another claim.",
    ),
    Group("PI", "the payer's decision", "The payer took it on its own account, with no contract."),
    Group("PR", "the patient", "The patient owes it. Send a statement."),
)

CARCS = (
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
        "4",
        S.DATA,
        A.CORRECT,
        "The modifier does not go with the procedure, or a needed one is missing.",
        "A modifier says something about the service that the note must show.",
        "Mend the modifier if the note supports it and send a replacement.",
    ),
    Reason(
        "5",
        S.DATA,
        A.CORRECT,
        "The service is not done in this place.",
        "The place of service decides the fee, and some services have only one place.",
        "Check where the patient was and send a replacement.",
    ),
    Reason(
        "6",
        S.DATA,
        A.CORRECT,
        "The procedure does not fit the patient's age.",
        "Either the birth date or the code is wrong.",
        "Check registration first, then the code; send a replacement.",
    ),
    Reason(
        "7",
        S.DATA,
        A.CORRECT,
        "The procedure does not fit the patient's sex.",
        "Either registration or the code is wrong.",
        "Check registration first, then the code; send a replacement.",
    ),
    Reason(
        "9",
        S.DATA,
        A.CORRECT,
        "The diagnosis does not fit the patient's age.",
        "9 and 10 are about diagnoses, 6 and 7 about procedures.",
        "Check registration first, then the code; send a replacement.",
    ),
    Reason(
        "10",
        S.DATA,
        A.CORRECT,
        "The diagnosis does not fit the patient's sex.",
        "9 and 10 are about diagnoses, 6 and 7 about procedures.",
        "Check registration first, then the code; send a replacement.",
    ),
    Reason(
        "11",
        S.DATA,
        A.CORRECT,
        "The diagnosis that the line points at does not explain the procedure.",
        "Linkage: each service needs the diagnosis that it was done for.",
        "Read the note, mend pointer or side, send a replacement.",
    ),
    Reason(
        "16",
        S.DATA,
        A.CORRECT,
        "Something on the claim is missing or wrong; the remark says what.",
        "16 means nothing without its remark.",
        "Mend it. With remark MA130 send a new claim, otherwise a replacement.",
    ),
    Reason(
        "18",
        S.TIMELINESS,
        A.STATUS_CHECK,
        "The payer already has this very service.",
        "Ask for the status before you bill again. A replacement is not a second original.",
        "Look up the first claim; write this one off against it.",
    ),
    Reason(
        "19",
        S.ELIGIBILITY,
        A.BILL_OTHER_PAYER,
        "It happened at work: work insurance pays first.",
        "Box 10 decides who is asked first.",
        "Bill the work insurance.",
    ),
    Reason(
        "21",
        S.ELIGIBILITY,
        A.BILL_OTHER_PAYER,
        "It was a car accident: the auto insurance pays first.",
        "Box 10 decides who is asked first.",
        "Bill the auto insurance.",
    ),
    Reason(
        "22",
        S.ELIGIBILITY,
        A.BILL_OTHER_PAYER,
        "Another plan is primary.",
        "Two plans have an order; the second wants the first one's answer.",
        "Bill the primary plan, then send this claim with its payment.",
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
        "26",
        S.ELIGIBILITY,
        A.BILL_PATIENT,
        "The service was before coverage began.",
        "Check eligibility for the service date, not for today.",
        "Look for earlier coverage; else bill the patient.",
    ),
    Reason(
        "27",
        S.ELIGIBILITY,
        A.BILL_PATIENT,
        "The service was after coverage ended.",
        "Check eligibility for the service date, not for today.",
        "Look for new coverage; else bill the patient.",
    ),
    Reason(
        "29",
        S.TIMELINESS,
        A.WRITE_OFF,
        "The claim came after the filing limit.",
        "The limit counts from the service. A rejection does not stop the clock.",
        "Appeal only with proof that the payer had it in time; else write off.",
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
        "50",
        S.NOT_COVERED,
        A.APPEAL,
        "The payer's policy does not find the service necessary for this diagnosis.",
        "Necessity is not coding: a diagnosis is never changed to get paid.",
        "Read the policy and appeal with the records; with a signed notice bill the patient.",
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
        "96",
        S.NOT_COVERED,
        A.BILL_PATIENT,
        "The plan does not cover the service.",
        "A contract question, not a clinical one; the remark says where to look.",
        "As PR bill the patient and keep the notice; as CO check the code and the contract.",
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
        "107",
        S.DATA,
        A.CORRECT,
        "It goes with another service, which is not on the claim or was not paid.",
        "An add-on is never billed alone.",
        "Bill the main service if the note shows it; send a replacement.",
    ),
    Reason(
        "109",
        S.ELIGIBILITY,
        A.BILL_OTHER_PAYER,
        "Another payer is responsible for this service.",
        "Plans hand some benefits to other companies.",
        "Bill the payer that the eligibility answer names.",
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
        "146",
        S.DATA,
        A.CORRECT,
        "The diagnosis was not in force on the service date.",
        "Code sets change each October; 167 would be a diagnosis that is not covered.",
        "Take the code of that date and send a replacement.",
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
        "181",
        S.DATA,
        A.CORRECT,
        "The procedure code was not in force on the service date.",
        "Procedure codes begin and end on dates.",
        "Take the code of that date and send a replacement.",
    ),
    Reason(
        "182",
        S.DATA,
        A.CORRECT,
        "The modifier was not in force on the service date.",
        "Modifiers begin and end on dates too.",
        "Take the modifier of that date and send a replacement.",
    ),
    Reason(
        "193",
        S.DOCUMENTATION,
        A.APPEAL,
        "The payer read the appeal and stays with its first answer.",
        "An appeal needs what the payer had not seen.",
        "Go to the next level with new evidence, or write off.",
    ),
    Reason(
        "197",
        S.DOCUMENTATION,
        A.AUTHORIZE,
        "Leave was needed beforehand and is not on file.",
        "Ask before the service; the number goes in box 23.",
        "Ask for leave after the fact, or appeal with records.",
    ),
    Reason(
        "198",
        S.DOCUMENTATION,
        A.AUTHORIZE,
        "More was done than the leave allowed.",
        "Leave counts units and dates.",
        "Ask for more units, then replace or appeal.",
    ),
    Reason(
        "226",
        S.DOCUMENTATION,
        A.SEND_RECORDS,
        "The practice did not send what the payer asked for.",
        "A pended claim has a due date.",
        "Send the records with an appeal.",
    ),
    Reason(
        "227",
        S.DOCUMENTATION,
        A.BILL_PATIENT,
        "The patient did not answer the payer's questions.",
        "An accident form in the waiting room saves a denial.",
        "Help the patient answer; until then the amount is the patient's.",
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
        "284",
        S.DATA,
        A.CORRECT,
        "The authorisation number is for another service or another time.",
        "A number grants one service between two dates.",
        "Enter the right number and send a replacement, or ask for one.",
    ),
    Reason(
        "286",
        S.TIMELINESS,
        A.WRITE_OFF,
        "The appeal came too late, or there is no further level.",
        "Each level has its own window.",
        "Write off.",
    ),
    Reason(
        "288",
        S.DATA,
        A.CORRECT,
        "The plan wants a referral and none is on the claim.",
        "In an HMO the first doctor opens the door to the others.",
        "Get the referral and send a replacement.",
    ),
    Reason(
        "B16",
        S.DATA,
        A.CORRECT,
        "The patient is not new to this practice.",
        "New means not seen for three years.",
        "Recode as an established patient and send a replacement.",
    ),
)

RARCS = (
    Remark("M15", "Two services of the day are paid as one."),
    Remark("M47", "The payer's number of the original claim is missing.", "Enter it in box 22."),
    Remark("M51", "A procedure code is missing or does not exist.", "Look it up: box 24D."),
    Remark("M53", "The units are missing or make no sense.", "Count again: box 24G."),
    Remark("M62", "The authorisation number is missing or not on file.", "Enter it in box 23."),
    Remark("M76", "A diagnosis is missing, incomplete or unknown.", "Mend box 21."),
    Remark("M77", "The place of service is missing or does not fit.", "Mend box 24B."),
    Remark("M81", "A more specific diagnosis exists.", "Code all its characters."),
    Remark("M127", "The patient's record of this service is missing.", "Send the note."),
    Remark("M144", "Care around an operation is in the operation's fee.", "Check for modifier Z7."),
    Remark("MA63", "The first diagnosis cannot stand first.", "Mend the order in box 21."),
    Remark(
        "MA130",
        "The claim could not be processed and cannot be appealed.",
        "Mend it and send a new claim, frequency 1.",
    ),
    Remark("N16", "The out-of-pocket maximum is reached; the plan pays the rest."),
    Remark("N115", "The payer's own coverage policy decided.", "Read the policy."),
    Remark("N122", "An add-on service cannot stand alone.", "Bill its main service."),
    Remark("N130", "The plan's documents say what is excluded.", "Read them with the patient."),
    Remark("N179", "The member was asked for information.", "Help the patient to answer."),
    Remark("N211", "This decision cannot be appealed.", "Only proof of timely filing helps."),
    Remark("N257", "The billing provider's NPI is missing or wrong.", "Mend box 33a."),
    Remark("N265", "The ordering provider's NPI is missing or wrong.", "Mend box 17b."),
    Remark("N290", "The rendering provider's NPI is missing or wrong.", "Mend box 24J."),
    Remark("N362", "The number of units or days is above what the payer takes."),
    Remark("N425", "The law excludes this service."),
    Remark("N448", "The service is not in the fee schedule.", "Ask how it is billed."),
    Remark("N822", "A modifier is missing.", "Mend box 24D."),
    Remark("N823", "A modifier is wrong or incomplete.", "Mend box 24D."),
)

STATUSES = (
    Status("A6:164", "The member ID is missing.", "Enter it in box 1a and send again."),
    Status("A7:164", "The payer knows no such member.", "Check the card and send again."),
    Status("A7:158", "The birth date is not the member's.", "Check registration and send again."),
    Status("A6:254", "No diagnosis is listed.", "List them in box 21 and send again."),
    Status("A7:255", "More diagnoses than fit.", "Keep twelve and send again."),
    Status("A6:454", "No service is billed.", "Add the lines and send again."),
    Status("A6:477", "A line points at no diagnosis.", "Fill box 24E and send again."),
    Status("A7:477", "A pointer leads nowhere.", "Mend box 24E and send again."),
    Status("A7:178", "A charge is not above zero.", "Enter the charge and send again."),
    Status("A7:187", "A service is dated after the claim.", "Check box 24A and send again."),
    Status("A7:535", "This payer takes no replacement or void.", "Send an original."),
)
