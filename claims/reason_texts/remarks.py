"""Groups, remarks (RARC) and front-door statuses in our own words."""

from claims.reason_texts.kinds import Group, Remark, Status

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

RARCS = (
    Remark("M15", "Two services of the day are paid as one."),
    Remark("M47", "The payer's number of the original claim is missing.", "Enter it in box 22."),
    Remark("M51", "A procedure code is missing or does not exist.", "Look it up: box 24D."),
    Remark("M52", "A service date is missing or makes no sense.", "Check box 24A."),
    Remark("M53", "The units are missing or make no sense.", "Count again: box 24G."),
    Remark("M62", "The authorisation number is missing or not on file.", "Enter it in box 23."),
    Remark("M76", "A diagnosis is missing, incomplete or unknown.", "Mend box 21."),
    Remark("M77", "The place of service is missing or does not fit.", "Mend box 24B."),
    Remark("M81", "A more specific diagnosis exists.", "Code all its characters."),
    Remark("M119", "The drug's package number is missing or wrong.", "Enter it beside box 24D."),
    Remark("M127", "The patient's record of this service is missing.", "Send the note."),
    Remark("M144", "Care around an operation is in the operation's fee.", "Check for modifier Z7."),
    Remark("MA04", "The earlier payer's answer is missing.", "Add its payment and adjustments."),
    Remark("MA63", "The first diagnosis cannot stand first.", "Mend the order in box 21."),
    Remark(
        "MA130",
        "The claim could not be processed and cannot be appealed.",
        "Mend it and send a new claim, frequency 1.",
    ),
    Remark("N16", "The out-of-pocket maximum is reached; the plan pays the rest."),
    Remark("N19", "The service is incidental to the main one and never paid beside it."),
    Remark("N115", "The payer's own coverage policy decided.", "Read the policy."),
    Remark("N122", "An add-on service cannot stand alone.", "Bill its main service."),
    Remark("N130", "The plan's documents say what is excluded.", "Read them with the patient."),
    Remark(
        "MA18",
        "The payer has sent the claim on to the supplemental insurer itself.",
        "Wait for its answer; send nothing.",
    ),
    Remark("N163", "The records do not support the code that was billed.", "Recode to the note."),
    Remark("N179", "The member was asked for information.", "Help the patient to answer."),
    Remark("N211", "This decision cannot be appealed.", "Only proof of timely filing helps."),
    Remark("N257", "The billing provider's NPI is missing or wrong.", "Mend box 33a."),
    Remark("N265", "The ordering provider's NPI is missing or wrong.", "Mend box 17b."),
    Remark("N286", "The referring provider's NPI is missing or wrong.", "Mend box 17b."),
    Remark("N290", "The rendering provider's NPI is missing or wrong.", "Mend box 24J."),
    Remark("N362", "The number of units or days is above what the payer takes."),
    Remark("N382", "The patient's identifier is missing or wrong.", "Copy it from the card."),
    Remark("N386", "A national coverage policy decided.", "Read the policy."),
    Remark("N425", "The law excludes this service."),
    Remark("N448", "The service is not in the fee schedule.", "Ask how it is billed."),
    Remark("N519", "Two modifiers of the line cannot both be true.", "Keep the one that is."),
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
