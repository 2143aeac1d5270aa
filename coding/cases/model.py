"""A teaching case, as its file says it. All of it is facts; nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from coding.cases.key import Key, Quote
from coding.cases.twins import Twins
from coding.cases.words import Mess


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in a file that must be mended; ``str()`` is ``path:line: message``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Teaches:
    """What the case is for, in one line for each desk."""

    coder: str
    biller: str


@dataclass(frozen=True, kw_only=True)
class Encounter:
    """One visit: the date of service, the place (CMS place-of-service code) and the providers."""

    date: date
    place_of_service: str
    rendering_npi: str
    ordering_npi: str = ""


@dataclass(frozen=True, kw_only=True)
class PatientFacts:
    """The fictional patient. ``sex`` is F or M, as payers' files have it."""

    name: str
    born: date
    sex: str


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave for ``units`` of a procedure between two dates, both included (None is open).

    ``provider_npi`` empty is for any provider; ``refused`` is the payer's no, given beforehand.
    """

    number: str
    procedure: str
    units: int
    valid_from: date | None = None
    valid_to: date | None = None
    provider_npi: str = ""
    refused: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestableGrant:
    """A grant that the payer gives when asked, ``answer_days`` after the request.

    ``retroactive`` says whether it is also given after the service.
    """

    grant: Grant
    answer_days: int
    retroactive: bool


@dataclass(frozen=True, kw_only=True)
class PastService:
    """A service that the payer has accepted for this patient before."""

    date: date
    procedure: str
    rendering_npi: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferralFacts:
    """A referral on the payer's file: so many visits of a procedure (``*``: all that begin so)."""

    number: str
    procedure: str
    visits: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProviderFacts:
    """A provider's standing with the payer; open dates are open."""

    npi: str
    valid_from: date | None = None
    valid_to: date | None = None
    specialty: str = ""
    in_network: bool = True


@dataclass(frozen=True, kw_only=True)
class OtherClaim:
    """Another practice's claim that the plan answers on a date, and what it takes in dollars."""

    on: date
    what: str
    deductible: Decimal = Decimal("0.00")
    out_of_pocket: Decimal = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class PayerSlip:
    """What the payer's own system has wrong about a procedure: an old ``fee`` in dollars, or the
    ``benefit`` of another kind of service. The contract says otherwise."""

    procedure: str
    fee: Decimal | None = None
    benefit: str = ""


@dataclass(frozen=True, kw_only=True)
class Insured:
    """Who holds the policy, where it is not the patient: the patient is their spouse, child or
    other dependent."""

    relationship: str
    name: str
    born: date


@dataclass(frozen=True, kw_only=True)
class CoverageFacts:
    """One coverage as the payer knows it; amounts left are dollars on the date of service.

    ``gaps`` are first and last days without coverage; ``enrolled`` is False for a dependent whom
    nobody added; ``liability`` says that somebody else's insurance answers for an accident.
    ``referrals`` and ``providers`` empty: the payer keeps no such list. ``contract_used`` are
    units that the practice was paid in the period, by procedure; ``other_claims`` move the
    member's counters while this one is on its way.
    """

    payer: str
    plan: str
    member_id: str
    effective: date
    terminated: date | None
    deductible_left: Decimal
    out_of_pocket_left: Decimal
    insured: Insured | None = None
    authorizations: tuple[Grant, ...] = ()
    authorization_requests: tuple[RequestableGrant, ...] = ()
    history: tuple[PastService, ...] = ()
    gaps: tuple[tuple[date, date], ...] = ()
    enrolled: bool = True
    liability: bool = False
    referrals: tuple[ReferralFacts, ...] = ()
    providers: tuple[ProviderFacts, ...] = ()
    contract_used: Mapping[str, int] = field(default_factory=dict)
    other_claims: tuple[OtherClaim, ...] = ()
    slips: tuple[PayerSlip, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the front desk keyed where it differs from the truth; None is as it should be."""

    payer: str | None = None
    member_id: str | None = None
    place_of_service: str | None = None
    name: str | None = None
    born: date | None = None
    sex: str | None = None
    accident: str | None = None
    relationship: str | None = None
    insured_name: str | None = None
    insured_born: date | None = None
    rendering_npi: str | None = None
    tax_id: str | None = None
    billing_street: str | None = None
    billing_zip: str | None = None
    signature_on_file: bool | None = None
    assigns_benefits: bool | None = None
    accepts_assignment: bool | None = None
    provider_signed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PatientPays:
    """How the patient answers a statement: the share paid (0 to 1), so many days later."""

    after_days: int = 10
    share: Decimal = Decimal("1.00")


@dataclass(frozen=True, kw_only=True)
class DrugFacts:
    """A drug of the practice's own: its package number, and what was given of it in the measure of
    the code's units."""

    ndc: str
    dose: Decimal


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What the right claim needs beyond the codes and the coverage. ``drugs`` are those whose
    package number the claim must show, by procedure."""

    accident: str = "none"
    accident_date: date | None = None
    authorization: str = ""
    referral: str = ""
    referring_npi: str = ""
    drugs: Mapping[str, DrugFacts] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The payer's answer to the right claim; amounts in dollars. `secondary` is what the second
    coverage answers when it is billed for what the first one left."""

    outcome: str
    charge: Decimal
    paid: Decimal
    patient_responsibility: Decimal
    secondary: Expected | None = None


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """What a pitfall changes on one line of the right claim; None leaves it as it is."""

    procedure: str | None = None
    modifiers: tuple[str, ...] | None = None
    units: int | None = None
    pointers: tuple[str, ...] | None = None
    drop: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a pitfall changes: the diagnoses, lines by number from 1, boxes of the claim by name
    with their new value as written (``""`` empties one)."""

    diagnoses: tuple[str, ...] | None = None
    lines: Mapping[int, LineChange] = field(default_factory=dict)
    claim: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pitfall:
    """A common wrong path and what comes of it: the payer's outcome, the reasons as group and
    CARC number ("CO-11"), the right next step and the lesson."""

    name: str
    change: Change
    outcome: str
    reasons: tuple[str, ...]
    right_action: str
    lesson: str


@dataclass(frozen=True, kw_only=True)
class ScriptedQuery:
    """A question to the provider that the case foresees, and what comes of it.

    ``about`` are words of the note at which it is asked; ``needed`` says whether asking is right.
    ``answer`` is clear, vague, late or never, after ``after_days`` days; ``says`` is what the
    provider writes, ``why`` the lesson.
    """

    about: tuple[Quote, ...]
    needed: bool
    answer: str
    after_days: int
    says: str
    why: str
    guideline: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One teaching case. ``coverage`` has the primary payer first; ``note`` is the Markdown after
    the front matter, which begins on line ``note_line`` of the file; ``mess`` is how untidy it is,
    of the ``messes`` that the file has. ``twin`` is the seed that filled a file with ``twins`` in.

    ``digest`` is of the whole source; ``key_digest`` only of what marking reads, so that a new
    wording elsewhere is not a new key.
    """

    slug: str
    title: str
    specialty: str
    difficulty: int
    minutes: int
    skills: tuple[str, ...]
    teaches: Teaches
    encounter: Encounter
    patient: PatientFacts
    coverage: tuple[CoverageFacts, ...]
    registration: Registration
    patient_pays: PatientPays
    key: Key
    claim: ClaimFacts
    expect: Expected
    pitfalls: tuple[Pitfall, ...]
    queries: tuple[ScriptedQuery, ...]
    hints: tuple[str, ...]
    note: str
    note_line: int
    mess: Mess
    messes: tuple[Mess, ...]
    twin: int
    twins: Twins | None
    source: str
    path: str
    digest: str
    key_digest: str
    lines: Mapping[str, int] = field(compare=False, repr=False)

    def line_of(self, name: str) -> int:
        """The line of the file on which a field stands, such as ``key.diagnoses[2].code``.

        The line of the nearest group around it when the field itself was not written.
        """
        while name and name not in self.lines:
            name = re.sub(r"(\.|\[)?[^.\[]*$", "", name)
        return self.lines.get(name, 1)
