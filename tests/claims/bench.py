"""A learner's hands at both desks, for tests: short calls to the services, fresh rows each time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from claims.models import Claim, ClaimEvent, InformationRequest, LedgerEntry, Submission
from claims.payer.appeals import Ground
from claims.posting_check import Typed
from claims.services import (
    appealing,
    approving,
    calendar,
    correcting,
    hand_posting,
    opening,
    patient,
    posting,
    preparing,
    refunding,
    reopening,
    secondary,
    sending,
    unpaid,
    voiding,
)
from claims.services.accounts import newest_remittance
from claims.services.authorizing import request_authorization
from claims.services.checking import check_coverage
from claims.services.refunding import Payee
from claims.services.resubmission import asked_frequency
from coding.answer import Answer
from coding.cases import Case
from coding.cases.answers import answer_with, right_answer
from coding.models import Attempt
from coding.services import finalise_coding, load_case, save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Seat, Work
from tests.factories import make_pair, make_practice

CASES = Path(__file__).parent / "cases"
CLEAN, WOUND, SCAN, VIDEO, KNEE = (
    f"bench-{name}" for name in ("clean", "wound", "scan", "video", "knee")
)
WHY = "Checked against the note."
_PAYS = "patient_pays: {after_days: 10}"
NEVER, MOSTLY = (
    {_PAYS: f'patient_pays: {{after_days: 10, share: "{share}"}}'} for share in ("0.00", "0.80")
)
"""Swaps in the clean case: a patient who never pays, and one who leaves a small balance."""


@dataclass(frozen=True)
class Hands:
    """Works one attempt. `coder` and `biller` may be the same person; `sequence` is whose claim is
    in hand, 1 the first payer's."""

    attempt_id: int
    coder: User
    biller: User
    sequence: int = 1

    @property
    def attempt(self) -> Attempt:
        """The attempt as it stands."""
        return Attempt.objects.get(pk=self.attempt_id)

    @property
    def claim(self) -> Claim:
        """The claim as it stands."""
        return Claim.objects.get(attempt=self.attempt_id, sequence=self.sequence)

    @property
    def case(self) -> Case:
        """The case that is worked."""
        return self.attempt.parsed()

    def call(self, **more: Any) -> dict[str, Any]:
        """What every step passes: the biller, a new key, the claim's version."""
        version = self.claim.version
        return {"actor": self.biller, "key": str(uuid4()), "expected_version": version} | more

    def code(self, answer: Answer | None = None) -> "Hands":
        """Finalise an answer; the key unless another is given."""
        attempt = self.attempt
        save_draft(
            attempt.pk,
            actor=self.coder,
            answer=answer or right_answer(self.case),
            expected_version=attempt.draft_version,
        )
        version = self.attempt.draft_version
        finalise_coding(attempt.pk, actor=self.coder, expected_version=version)
        return self

    def slip(self, name: str) -> Answer:
        """The codes of one of the case's pitfalls."""
        pitfall = next(row for row in self.case.pitfalls if row.name == name)
        return answer_with(self.case, pitfall.change)

    def open(self) -> "Hands":
        """Open the claim."""
        opening.open_claim(self.attempt_id, actor=self.biller, key=str(uuid4()))
        return self

    def unscrubbed(self) -> "Hands":
        """Let everything through, as in an assignment whose scrubber is off."""
        Claim.objects.filter(attempt=self.attempt_id).update(scrubber="off")
        return self

    def edit(self, **changes: Any) -> ClaimEvent:
        """Change boxes."""
        return preparing.edit_boxes(self.claim.pk, content_changes=changes, **self.call())

    def check(self) -> "Hands":
        """Ask the payer about the member."""
        check_coverage(self.claim.pk, actor=self.biller)
        return self

    def reasons(self) -> dict[str, str]:
        """A reason for every warning."""
        return {sending.reason_key(row): WHY for row in sending.scrub_claim(self.claim)}

    def send(self, **more: Any) -> ClaimEvent:
        """Send the claim, with a reason for every warning."""
        return sending.submit_claim(
            self.claim.pk, **self.call(warning_reasons=self.reasons(), **more)
        )

    def resend(self) -> ClaimEvent:
        """Send the correction, with a reason for every warning."""
        return sending.resubmit_claim(self.claim.pk, **self.call(warning_reasons=self.reasons()))

    def move(self, step: calendar.Step = "event", times: int = 1) -> list[str]:
        """Move the calendar; the sentences of what happened."""
        told: list[str] = []
        for _ in range(times):
            happened = calendar.move_calendar(
                self.attempt_id,
                actor=self.biller,
                step=step,
                from_date=self.attempt.scenario_date,
            )
            told += [row.sentence for row in happened]
        return told

    def answered(self) -> "Hands":
        """Move on until the payer has answered what was sent."""
        while self.claim.state == "submitted":
            self.move()
        return self

    def inform(self) -> ClaimEvent:
        """Send the payer what it asked for."""
        asked = InformationRequest.objects.filter(submission__claim=self.claim).last()
        answer = {"document": asked.wanted if asked else "", "note": ""}
        return sending.send_information(self.claim.pk, **self.call(answer=answer))

    def post(self) -> "Hands":
        """Post the newest remittance."""
        posting.post_remittance(
            self.claim.pk, actor=self.biller, expected_version=self.claim.version
        )
        return self

    def correct(self, frequency: Submission.Frequency | None = None) -> ClaimEvent:
        """Open a correction, the way that the payer's answer asks for unless told otherwise."""
        way = frequency or asked_frequency(self.claim)
        return correcting.open_correction(self.claim.pk, **self.call(frequency=way))

    def cancel(self) -> ClaimEvent:
        """Give the correction up."""
        return correcting.cancel_correction(self.claim.pk, **self.call())

    def recode(self, answer: Answer | None = None) -> "Hands":
        """Return the codes, code again, take the new version."""
        claim = self.claim
        opening.return_codes(
            claim.pk, actor=self.biller, reason="Look again.", expected_version=claim.version
        )
        self.code(answer)
        opening.take_codes(claim.pk, **self.call())
        return self

    def post_by_line(self, otherwise: Mapping[int, Typed] | None = None) -> "Hands":
        """Post the newest remittance from its own amounts, but for lines typed otherwise."""
        typed = {**self.amounts(), **(otherwise or {})}
        hand_posting.post_by_line(self.claim.pk, **self.call(typed=typed))
        return self

    def amounts(self) -> dict[int, Typed]:
        """What the newest remittance asks to be typed."""
        newest = newest_remittance(self.claim)
        lines = hand_posting.posting_lines(newest) if newest else ()
        return {row.line: Typed(paid=row.paid, adjusted=row.adjusted) for row in lines}

    def give_up(self, amount: Any, kind: LedgerEntry.WriteOff) -> ClaimEvent:
        """Give an amount up as the page does: above the limit it waits for leave."""
        return approving.give_up(
            self.claim.pk, **self.call(amount=amount, kind=kind, reason="For the test.")
        )

    def refund(self, amount: Any, to: Payee = Payee.PATIENT) -> ClaimEvent:
        """Pay a credit back."""
        return refunding.refund(
            self.claim.pk, **self.call(amount=amount, to=to, reason="Paid too much.")
        )

    def plan(self, months: int) -> ClaimEvent:
        """Agree a payment plan."""
        return unpaid.agree_payment_plan(self.claim.pk, **self.call(months=months))

    def collect(self) -> ClaimEvent:
        """Send the patient's balance to collections."""
        return unpaid.send_to_collections(self.claim.pk, **self.call(reason="Never paid."))

    def wait(self, days: int) -> "Hands":
        """Let so many days go by."""
        self.move("day", times=days)
        return self

    def find(self, payer: str) -> "Hands":
        """Ask another payer about the patient, by name."""
        check_coverage(self.claim.pk, actor=self.biller, payer_id=payer)
        return self

    def on_next(self) -> "Hands":
        """The same hands on the claim to the payer after."""
        return replace(self, sequence=self.sequence + 1)

    def bill_next(self) -> "Hands":
        """Open the next payer's claim, and take it in hand."""
        secondary.open_next_claim(self.claim.pk, **self.call())
        return self.on_next()

    def bill(self) -> ClaimEvent:
        """Send the patient a statement."""
        return patient.bill_patient(self.claim.pk, **self.call())

    def write_off(self, amount: Any, kind: LedgerEntry.WriteOff) -> ClaimEvent:
        """Give an amount up."""
        return posting.write_off(
            self.claim.pk, **self.call(amount=amount, kind=kind, reason="For the test.")
        )

    def void(self) -> ClaimEvent:
        """Take the claim back."""
        return voiding.void_claim(self.claim.pk, **self.call(reason="Billed in error."))

    def appeal(
        self, letter: str, evidence: Iterable[str], ground: Ground | None = None
    ) -> ClaimEvent:
        """File an appeal, on the denial's own ground unless told otherwise."""
        return appealing.file_appeal(
            self.claim.pk, **self.call(letter=letter, evidence=list(evidence), ground=ground)
        )

    def reopen(self) -> ClaimEvent:
        """Open a closed claim again."""
        return self.reopen_as(self.biller)

    def reopen_as(self, actor: User) -> ClaimEvent:
        """Open a closed claim again, as somebody."""
        return reopening.reopen_claim(self.claim.pk, **self.call(reason="A mistake.", actor=actor))

    def ask_leave(self, procedure: str) -> "Hands":
        """Ask for an authorization."""
        request_authorization(self.claim.pk, actor=self.biller, procedure=procedure)
        return self


def alone(
    slug: str = CLEAN, user: User | None = None, swaps: Mapping[str, str] | None = None
) -> Hands:
    """A learner alone at both desks of a case."""
    return hands_of(make_practice(user, ready(slug, swaps)))


def pair(slug: str = CLEAN, swaps: Mapping[str, str] | None = None) -> Hands:
    """Two learners of a course at the two desks."""
    return hands_of(make_pair(slug=ready(slug, swaps)))


def ready(slug: str, swaps: Mapping[str, str] | None = None) -> str:
    """Load one of the tests' own cases with some of its text swapped."""
    source = (CASES / f"{slug}.md").read_text(encoding="utf-8")
    for old, new in (swaps or {}).items():
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {slug}"
        source = source.replace(old, new)
    load_case(source, path=f"{slug}.md")
    return slug


def hands_of(work: Work) -> Hands:
    """The hands of whoever sits at the desks."""
    seats = {seat.desk: seat.user for seat in work.seats.select_related("user")}
    return Hands(work.attempt_id, seats[Seat.Desk.CODER], seats[Seat.Desk.BILLER])
