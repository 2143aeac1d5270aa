"""What of a case is secret, field by field: a new field of a case must be put here, and if it is
words of the key, into `cases/sparrow.md`.

- `CANARY`: secret, and its words in the canary case stand nowhere else; they are searched for.
- `ANSWER`: codes, numbers and choices of the right answer or of a slip. They are words that
  learners type and read elsewhere, so only where they stand is secret: the right codes are
  searched for on the pages of one who chose others.
- `PLAYED`: comes out in play, when a payer is asked or answers, or the patient pays.
- `OPEN`: stands on pages from the beginning.
- `INNER`: holds other fields, or is of the file itself.
"""

CANARY, ANSWER, PLAYED, OPEN, INNER = "canary", "answer", "played", "open", "inner"

FIELDS = {
    "Case": {
        **dict.fromkeys(("slug", "title", "specialty", "difficulty", "minutes", "skills"), OPEN),
        **dict.fromkeys(("note", "mess", "messes", "twin"), OPEN),
        "hints": CANARY,
        **dict.fromkeys(
            (
                "teaches", "encounter", "patient", "coverage", "registration", "patient_pays",
                "key", "claim", "expect", "pitfalls", "queries", "note_line", "twins", "source",
                "path", "digest", "key_digest", "lines",
            ),
            INNER,
        ),
    },
    "Teaches": {"coder": CANARY, "biller": CANARY},
    "Encounter": dict.fromkeys(
        ("date", "place_of_service", "rendering_npi", "ordering_npi"), OPEN
    ),
    "PatientFacts": dict.fromkeys(("name", "born", "sex"), OPEN),
    "Key": {"diagnoses": INNER, "procedures": INNER, "ruled_out": CANARY},
    "KeyDiagnosis": {
        "code": ANSWER, "role": ANSWER, "accept": CANARY, "evidence": INNER,
        "rationale": CANARY, "guideline": CANARY,
    },
    "KeyProcedure": {
        "code": ANSWER, "modifiers": ANSWER, "units": ANSWER, "pointers": ANSWER,
        "accept": CANARY, "evidence": INNER, "rationale": CANARY, "guideline": CANARY,
        "unlocks": CANARY,
    },
    "Quote": {"text": ANSWER, "spans": ANSWER},
    "Expected": {
        "outcome": ANSWER, "charge": CANARY, "paid": CANARY, "patient_responsibility": CANARY,
        "secondary": INNER,
    },
    "Pitfall": {
        "name": CANARY, "change": INNER, "outcome": ANSWER, "reasons": ANSWER,
        "right_action": ANSWER, "lesson": CANARY,
    },
    "Change": {"diagnoses": ANSWER, "lines": INNER, "claim": ANSWER},
    "LineChange": dict.fromkeys(
        ("procedure", "modifiers", "units", "pointers", "drop"), ANSWER
    ),
    "ScriptedQuery": {
        "about": INNER, "needed": ANSWER, "answer": PLAYED, "after_days": PLAYED,
        "says": CANARY, "why": CANARY, "guideline": CANARY,
    },
    "ClaimFacts": {
        **dict.fromkeys(
            ("accident", "accident_date", "authorization", "referral", "referring_npi"), ANSWER
        ),
        "drugs": INNER,
    },
    "DrugFacts": {"ndc": ANSWER, "dose": ANSWER},
    "CoverageFacts": {
        **dict.fromkeys(("payer", "plan", "member_id"), OPEN),
        **dict.fromkeys(
            (
                "effective", "terminated", "deductible_left", "out_of_pocket_left", "gaps",
                "enrolled", "liability", "contract_used",
            ),
            PLAYED,
        ),
        **dict.fromkeys(
            (
                "insured", "authorizations", "authorization_requests", "history", "referrals",
                "providers", "other_claims", "slips",
            ),
            INNER,
        ),
    },
    "Insured": dict.fromkeys(("relationship", "name", "born"), OPEN),
    "Grant": {
        "number": CANARY,
        **dict.fromkeys(
            ("procedure", "units", "valid_from", "valid_to", "provider_npi", "refused"), PLAYED
        ),
    },
    "RequestableGrant": {"grant": INNER, "answer_days": PLAYED, "retroactive": PLAYED},
    "PastService": dict.fromkeys(("date", "procedure", "rendering_npi", "reference"), PLAYED),
    "ReferralFacts": dict.fromkeys(
        ("number", "procedure", "visits", "valid_from", "valid_to"), PLAYED
    ),
    "ProviderFacts": dict.fromkeys(
        ("npi", "valid_from", "valid_to", "specialty", "in_network"), PLAYED
    ),
    "OtherClaim": dict.fromkeys(("on", "what", "deductible", "out_of_pocket"), PLAYED),
    "PayerSlip": dict.fromkeys(("procedure", "fee", "benefit"), PLAYED),
    "Registration": dict.fromkeys(
        (
            "payer", "member_id", "place_of_service", "name", "born", "sex", "accident",
            "relationship", "insured_name", "insured_born", "rendering_npi", "tax_id",
            "billing_street", "billing_zip", "signature_on_file", "assigns_benefits",
            "accepts_assignment", "provider_signed",
        ),
        OPEN,
    ),
    "PatientPays": {"after_days": PLAYED, "share": PLAYED},
    "Twins": {"groups": PLAYED, "path": INNER, "line": INNER},
}  # fmt: skip
