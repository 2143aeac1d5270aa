"""The payer's own file: its terms, plans, fees and what it holds on the member. PURE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from claims.money import ZERO


@dataclass(frozen=True, kw_only=True)
class Payer:
    """Who answers, and on what terms. Windows and delays are calendar days.

    ``opens_unknown_members`` opens a claim of a member that it does not know, and denies it;
    others turn it back at the front door. ``reopens_claims`` mends simple errors of an answered
    claim on request, where it takes no replacements. ``crosses_over`` sends what it has paid on
    to the member's next payer itself. ``denies_for_records`` denies where others wait.
    ``sequestration`` is the share that the law takes off each payment. ``interest_rate`` a year
    is due for each day after ``prompt_pay_days`` from receipt (None: never). A level of appeal
    takes no less than its ``appeal_thresholds`` in dollars (shorter than the windows: nothing).
    """

    id: str
    name: str = ""
    filing_limit_days: int = 365
    accepts_replacements: bool = True
    reopens_claims: bool = False
    member_id_pattern: str = ""
    correction_window_days: int = 180
    appeal_windows: tuple[int, ...] = (180, 60)
    appeal_thresholds: tuple[Decimal, ...] = ()
    ack_days: int = 1
    remit_days: int = 15
    information_days: int = 30
    property_and_casualty: bool = False
    reviews_every_claim: bool = False
    opens_unknown_members: bool = False
    crosses_over: bool = False
    denies_for_records: bool = False
    sequestration: Decimal = Decimal(0)
    prompt_pay_days: int | None = None
    interest_rate: Decimal = Decimal(0)

    @property
    def changes_by_reopening(self) -> bool:
        """A change of an answered claim is asked for as a reopening, not sent as a replacement."""
        return self.reopens_claims and not self.accepts_replacements

    @property
    def takes_changes(self) -> bool:
        """An answered claim can be changed, in the one way or the other."""
        return self.accepts_replacements or self.reopens_claims


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """How the patient shares the cost of one kind of service; all zero is covered in full."""

    copay: Decimal = ZERO
    deductible: bool = False
    coinsurance: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class BenefitLimit:
    """A plan pays a procedure (or all that begin so, with ``*``) ``times`` in ``days`` days."""

    procedure: str
    times: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the member bought. ``coordination`` is how it pays after another plan.

    ``exclusions``, ``routine`` and ``experimental`` are procedures (``*`` stands for every code
    that begins so), ``excluded_diagnoses`` diagnoses or the heads of them, ``carve_outs`` the
    benefits that another company pays, ``without`` those that it does not have. ``network_only``
    pays nothing out of network but emergencies. ``emergency_benefits`` take the place of
    ``benefits`` for emergencies that the plan protects; empty: the same.
    """

    network: str = "in"
    benefits: Mapping[str, Benefit] = field(default_factory=dict)
    exclusions: tuple[str, ...] = ()
    routine: tuple[str, ...] = ()
    experimental: tuple[str, ...] = ()
    excluded_diagnoses: tuple[str, ...] = ()
    carve_outs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    network_only: bool = False
    limits: tuple[BenefitLimit, ...] = ()
    emergency_protected: bool = False
    emergency_benefits: Mapping[str, Benefit] = field(default_factory=dict)
    coordination: str = "standard"


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The member's file; an empty ``member_id`` means that the payer knows no such member.

    ``effective`` and ``terminated`` are the first and the last covered day. The counters are what
    is left before the claim; ``out_of_pocket_left`` None means that the plan has no maximum.
    ``gaps`` are first and last days on which nobody was covered in between; ``enrolled`` is False
    for a dependent who was never added; ``liability`` says that somebody else's insurance answers
    for accidents.
    """

    member_id: str
    effective: date | None = None
    terminated: date | None = None
    deductible_left: Decimal = ZERO
    out_of_pocket_left: Decimal | None = None
    primary: bool = True
    gaps: tuple[tuple[date, date], ...] = ()
    enrolled: bool = True
    liability: bool = False


@dataclass(frozen=True, kw_only=True)
class Patient:
    """The patient as the payer's file has them. ``sex`` is F, M or U."""

    born: date
    sex: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Fee:
    """The payer's row for one procedure: its fee and its limits.

    ``multiple_procedure`` 2 ranks it with other procedures of the day; ``max_units`` counts by
    line (``mai`` 1) or by day (2, 3); ``modifiers`` empty allows any; ``global_days`` None means
    that the idea does not apply. ``specialties`` empty allows any provider; ``refused_places`` are
    those in which the payer does not want it done; ``contract_units`` is what the contract pays
    this practice in a period, over all patients.
    """

    fee: Decimal
    facility_fee: Decimal | None = None
    benefit: str = ""
    multiple_procedure: int = 0
    max_units: int | None = None
    mai: int = 1
    places: tuple[str, ...] = ()
    authorization: bool = False
    referral: bool = False
    ordering: bool = False
    records: bool = False
    sex: str = ""
    age_min: int | None = None
    age_max: int | None = None
    add_on_to: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    required_modifiers: tuple[str, ...] = ()
    global_days: int | None = None
    bilateral: bool = True
    assistant: bool = True
    professional_split: bool = False
    referring: bool = False
    ndc: bool = False
    dose_unit: Decimal | None = None
    specialties: tuple[str, ...] = ()
    refused_places: tuple[str, ...] = ()
    contract_units: int | None = None


# Modifiers that may separate a code pair where a pair does not list its own.
# Source: CMS NCCI Policy Manual, chapter I, modifiers associated with code-pair edits; the Z
# modifiers are the mock ones that take the place of numbered modifiers.
PAIR_MODIFIERS = (
    *("LT", "RT", "E1", "E2", "E3", "E4"),
    *("FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"),
    *("TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"),
    *("XE", "XP", "XS", "XU", "Z4", "Z5", "Z6", "Z7", "Z8"),
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two procedures that are not paid together: column 2 gives way to column 1.

    A column that ends in ``*`` stands for every code that begins so. ``indicator`` 0 is always,
    1 is unless one of ``modifiers`` stands on column 2, 9 is switched off. ``kind`` "pair" is a
    published code pair, "package" the payer's own packaging, "exclusive" two ways of doing the
    same thing.
    """

    column1: str
    column2: str
    indicator: int = 1
    modifiers: tuple[str, ...] = PAIR_MODIFIERS
    kind: str = "pair"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A coverage policy: diagnoses that support a procedure, and such as are never covered for it.

    A prefix stands for its category. ``national`` is a policy of all payers of the kind.
    """

    id: str
    procedure: str
    diagnoses: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    national: bool = False


@dataclass(frozen=True, kw_only=True)
class Authorization:
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
class Referral:
    """A referral on the payer's file: so many visits of a procedure (or all that begin so)."""

    number: str
    procedure: str
    visits: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """A provider's standing with the payer; open dates are open."""

    npi: str
    valid_from: date | None = None
    valid_to: date | None = None
    specialty: str = ""
    in_network: bool = True


@dataclass(frozen=True, kw_only=True)
class RecordedService:
    """A service that the record supports, with its units and the modifiers that it bears out."""

    procedure: str
    units: int = 1
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A service that this payer has already accepted for this patient."""

    date: date
    procedure: str
    rendering_npi: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class PayerSlip:
    """What the payer's system has wrong about a procedure: its ``fee`` in dollars, or the kind of
    ``benefit``. The payer answers with it; the contract does not know it."""

    procedure: str
    fee: Decimal | None = None
    benefit: str = ""
