"""The facts with the questions that many rules ask of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claims.facts import Accepted, Claim, CodeEntry, CodeSet, Enrolment, Fee, Line, Scenario

EMERGENCY_PLACE = "23"
EMERGENCY_FAMILY = "ED-"
MAX_DIAGNOSES = 12
MAX_POINTERS = 4
MAX_MODIFIERS = 4

# Visits among the mock procedure codes: office, emergency, hospital, preventive (whose 7xx are
# counselling and screening). New patients: office 6xx, video 9xx, preventive 6xx.
VISIT = re.compile(r"(OV|ED|HV)-\d{3}|PV-[36]\d\d")
NEW_PATIENT_VISIT = re.compile(r"OV-[69]\d\d|PV-6\d\d")


@dataclass(frozen=True)
class Review:
    """One claim under review: the scenario and the code sets."""

    scenario: Scenario
    codes: CodeSet

    @property
    def claim(self) -> Claim:
        """The claim as sent."""
        return self.scenario.claim

    @property
    def lines(self) -> tuple[Line, ...]:
        """The claim's service lines."""
        return self.claim.lines

    @property
    def first_date(self) -> date:
        """The earliest service date; the sending date when there is no line."""
        return min((line.date for line in self.lines), default=self.claim.sent)

    def fee(self, line: Line) -> Fee | None:
        """The payer's row for the line's procedure."""
        return self.scenario.fees.get(line.procedure)

    def priced_lines(self) -> Iterator[tuple[Line, Fee]]:
        """The lines that have a row in the fee schedule, with the row."""
        for line in self.lines:
            fee = self.fee(line)
            if fee is not None:
                yield line, fee

    def is_member(self, member_id: str) -> bool:
        """Whether the claim names that member; an empty number is nobody's."""
        known, sent = member_id.strip().upper(), self.claim.member_id.strip().upper()
        return bool(known) and known == sent

    def standing(self, day: date) -> Enrolment | None:
        """The rendering provider's row in the payer's file on a day."""
        npi = self.claim.rendering_npi
        for row in self.scenario.providers:
            begun = row.valid_from is None or row.valid_from <= day
            if row.npi == npi and begun and (row.valid_to is None or day <= row.valid_to):
                return row
        return None

    def is_in_network(self, line: Line) -> bool:
        """Whether the plan's network terms hold for a line: by plan, and by provider."""
        standing = self.standing(line.date)
        return self.scenario.plan.network == "in" and (standing is None or standing.in_network)

    def is_emergency(self, line: Line) -> bool:
        """Whether a line is emergency care: by its place or by its family."""
        return self.place(line) == EMERGENCY_PLACE or line.procedure.startswith(EMERGENCY_FAMILY)

    def place(self, line: Line) -> str:
        """The place of service of a line: its own or the claim's."""
        return line.place_of_service or self.claim.place_of_service

    def pointed(self, line: Line) -> tuple[str, ...]:
        """The diagnoses that a line points at, leaving out pointers that lead nowhere."""
        diagnoses = self.claim.diagnoses
        return tuple(diagnoses[p - 1] for p in line.pointers if 1 <= p <= len(diagnoses))

    def diagnosis(self, code: str, *, on: date) -> CodeEntry | None:
        """The diagnosis in the code set, valid on that date or not."""
        return self.codes.find(code, on=on, system="icd10cm")

    def title(self, code: str, *, on: date) -> str:
        """The title of a diagnosis in lower case; empty if the code never existed."""
        entry = self.diagnosis(code, on=on)
        return entry.title.lower() if entry else ""

    def procedure(self, code: str, *, on: date) -> CodeEntry | None:
        """The procedure in the code sets, valid on that date or not."""
        return self.codes.find(code, on=on, system="spc") or self.codes.find(
            code, on=on, system="hcpcs"
        )

    def is_visit(self, line: Line) -> bool:
        """Whether a line is a visit: by its family, or by the benefit in the fee schedule."""
        fee = self.fee(line)
        return is_visit(line.procedure) or (fee is not None and fee.benefit == "visit")

    def is_replaced(self, accepted: Accepted) -> bool:
        """Whether this claim takes the place of a service that was accepted before."""
        reference = self.claim.original_reference
        return self.claim.frequency != 1 and bool(reference) and accepted.reference == reference


def is_visit(procedure: str) -> bool:
    """Whether a procedure is a visit rather than something done to the patient."""
    return VISIT.fullmatch(procedure) is not None


def is_new_patient_visit(procedure: str) -> bool:
    """Whether a procedure is the visit of a patient who is new to the practice."""
    return NEW_PATIENT_VISIT.fullmatch(procedure) is not None


def has_prior_answer(review: Review) -> bool:
    """An earlier payer's answer stands on at least one line."""
    return any(line.prior for line in review.lines)


@lru_cache(maxsize=4096)
def dotless(code: str) -> str:
    """A diagnosis as it travels on a claim: upper case, no dot."""
    return code.replace(".", "").strip().upper()


def begins_with(code: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a diagnosis is one of these codes or stands below one of these categories."""
    return dotless(code).startswith(_heads(prefixes))


@lru_cache(maxsize=1024)
def _heads(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The categories of a rule or a policy, which are asked about with every claim."""
    return tuple(dotless(prefix) for prefix in prefixes if prefix)


def stands_for(pattern: str, code: str) -> bool:
    """Whether a procedure fits a pattern: the code itself, or a beginning with ``*``."""
    return code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern


def age_on(day: date, *, born: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
