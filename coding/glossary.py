"""The trade's words, each in a sentence or two of our own. PURE."""

from dataclasses import dataclass

TERMS: dict[str, str] = {
    "277CA": "The payer's answer to a claim at its front door: taken, with a claim number, or "
    "turned back with a status number.",
    "999": "The answer to the form in which a claim came: it could be read, or where it could not.",
    "account receivable": "Money that the practice has earned and not yet received. A/R for short.",
    "adjudication": "The payer's decision on a claim, line by line: what it allows, what it pays, "
    "what it leaves to the patient, and why.",
    "adjustment": "The part of a charge that is not paid, with a group and a reason that say why "
    "and who bears it.",
    "aging": "Open balances sorted by how old they are, in buckets of 30 days.",
    "allowed amount": "The price that payer and practice agreed on for a service. What is charged "
    "above it is written off by contract.",
    "appeal": "A request that the payer decide again, with a letter and evidence, inside a time "
    "limit. It disputes the decision; it does not mend the claim.",
    "attempt": "One run of a case by a learner or a pair. It has its own calendar.",
    "authorization": "The payer's agreement, before the service, that it is needed. Its number "
    "goes on the claim.",
    "balance": "What is still owed: the charge less payments and adjustments.",
    "bundling": "Two services counted as one: the payer pays the larger and takes the smaller as "
    "part of it, unless a modifier documents that they were separate.",
    "CARC": "Claim adjustment reason code: the number that says why an amount was not paid.",
    "case": "One fictional visit to be coded and billed, with its answer key.",
    "claim": "The bill for one visit to one payer.",
    "claim number": "The number that the payer gives a claim it has accepted. It is the proof that "
    "the claim arrived, and a correction must quote it.",
    "clean claim": "A claim that is accepted and paid as billed the first time it is sent.",
    "code first": "An instruction in the code book: the underlying condition is listed before this "
    "code.",
    "coinsurance": "The patient's share of the allowed amount as a percentage.",
    "coordination of benefits": "The rules by which two insurers of one patient agree who pays "
    "first.",
    "copay": "A fixed amount that the patient pays for a visit.",
    "credit": "What was paid above what is owed. It belongs to who paid it and goes back.",
    "deductible": "What the patient pays in a year before the plan begins to pay.",
    "denial": "The payer read the claim and pays nothing. It has a claim number and can be "
    "corrected or appealed, depending on the reason.",
    "diagnosis pointer": "The letter on a service line that names the diagnosis which made the "
    "service necessary; the first pointer is the main one.",
    "eligibility": "Whether the patient was insured by this plan on the day of the visit.",
    "evidence": "The words of the note that support a code.",
    "Excludes1": "A note in the code book: these two codes are not reported together, because one "
    "rules out the other.",
    "Excludes2": "A note in the code book: that condition is not part of this code, but a patient "
    "may have both.",
    "finding": "What a rule noticed on the claim: where, why, whose it is, and what it will cost.",
    "first-listed diagnosis": "The diagnosis that is chiefly responsible for the visit; it stands "
    "first on an outpatient claim.",
    "first pass": "The first time that a claim is sent.",
    "frequency code": "The digit on a claim that says what it is: 1 an original, 7 a replacement "
    "of an earlier one, 8 a void.",
    "group code": "The letters before a reason code that say who bears the amount: CO the "
    "practice, PR the patient, OA and PI neither by contract.",
    "HCPCS": "The public codes for drugs, supplies and some services, a letter and four digits.",
    "hold": "A finding of the scrubber that keeps the claim from being sent until it is mended.",
    "ICD-10-CM": "The public code set for diagnoses that is used in the United States.",
    "ledger": "The account of a claim, entry by entry. Nothing is erased: a slip is mended by a "
    "counter-entry.",
    "medical necessity": "The payer's test that the diagnosis justifies the service.",
    "modifier": "Two characters after a procedure code that say how this service differed from "
    "the usual.",
    "NPI": "National Provider Identifier: the ten-digit number of a provider. Those used here are "
    "invented.",
    "patient responsibility": "What the payer leaves to the patient: deductible, coinsurance, "
    "copay, or a service that the plan does not cover.",
    "payment plan": "An agreement that the patient pays a balance in installments.",
    "pended": "The payer has not decided: it waits for information, until a date.",
    "place of service": "Two digits that say where the patient was seen, such as 11 for an office.",
    "posting": "Writing a payment or an adjustment into the ledger.",
    "RARC": "Remittance advice remark code: a second code that explains a reason or tells what "
    "the payer misses.",
    "referral": "A primary care provider's number that allows a visit to a specialist.",
    "rejection": "The claim was turned back at the front door, before the payer read it. It has no "
    "claim number and cannot be appealed: mend it and send it as new. The filing limit runs on.",
    "remittance": "The payer's answer to a claim: what it paid and adjusted on each line, and why.",
    "replacement claim": "A corrected claim that takes the place of one already decided, and "
    "quotes its number.",
    "scenario date": "Today, in the story of this case. You move it on; nobody waits.",
    "scrubber": "The check that a claim passes before it is sent. It stops what the payer would "
    "turn back.",
    "secondary payer": "The insurer that is billed for what the first one left open.",
    "sequence": "The order of the diagnoses. It matters: it says what the visit was chiefly for.",
    "service line": "One row of a claim: a procedure with modifiers, units, charge and pointers.",
    "seventh character": "The last character of some diagnosis codes; for an injury it says "
    "whether this is active treatment, healing, or a late effect.",
    "SPC": "Sandbox procedure codes: fictional codes for services, made for this project.",
    "statement": "The bill to the patient, only for what the payer left to the patient.",
    "timely filing": "The payer's limit, in days from the service, for a first claim.",
    "unit": "How many of a service were given, counted the way its code says.",
    "unit limit": "The most units of a code that a payer accepts for a patient on one day.",
    "use additional code": "An instruction in the code book: a second code tells more, such as "
    "the germ, and follows this one.",
    "void": "Taking a claim back altogether; what was paid is returned.",
    "write-off": "An amount that the practice gives up. By contract it is expected; otherwise it "
    "was avoidable.",
}


@dataclass(frozen=True)
class Term:
    """One entry of the glossary; `anchor` is its place on the glossary page."""

    name: str
    meaning: str

    @property
    def anchor(self) -> str:
        """The name as part of an address."""
        return self.name.lower().replace(" ", "-")


def terms() -> tuple[Term, ...]:
    """Every entry in alphabetical order, capitals or not."""
    return tuple(Term(name, TERMS[name]) for name in sorted(TERMS, key=str.lower))
