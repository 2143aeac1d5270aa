"""Read a case file: YAML front matter between ``---`` lines, then the note in Markdown."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, read_code, read_key
from coding.cases.model import (
    Case,
    ClaimFacts,
    CoverageFacts,
    Encounter,
    Expected,
    Grant,
    PastService,
    PatientFacts,
    PatientPays,
    PayerSlip,
    Registration,
    RequestableGrant,
    Teaches,
)
from coding.cases.pitfalls import read_pitfall
from coding.cases.words import ACCIDENTS, OUTCOMES, SEXES, read_place
from coding.documents import NOT_TEXT, DocumentError, Node, read_document
from coding.strict_yaml import MAX_BYTES

FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*\n(?P<blank>\s*\n)?(?P<note>.*)", re.DOTALL)
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
REQUIRED = (
    *("slug", "title", "specialty", "difficulty", "minutes", "skills", "teaches"),
    *("encounter", "patient", "coverage", "key", "expect"),
)
OPTIONAL = ("registration", "patient_pays", "claim", "pitfalls", "hints")


def parse_case(text: str, *, path: str) -> Case:
    """Read one case file. ``path`` is only named in errors.

    Raises DocumentError with file, line, field and mend for the first thing that does not fit.
    """
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    matter, note, note_line = _split(source, path=path)
    top = read_document(matter, path=path, first_line=2).mapping(REQUIRED, OPTIONAL)
    key = read_key(top["key"], note=note)
    return Case(
        slug=top["slug"].matching(SLUG, wanted="small letters, digits and single hyphens"),
        title=top["title"].text(limit=120),
        specialty=top["specialty"].text(limit=60),
        difficulty=top["difficulty"].integer(minimum=1, maximum=5),
        minutes=top["minutes"].integer(minimum=1, maximum=240),
        skills=top.each("skills", Node.text),
        teaches=_teaches(top["teaches"]),
        encounter=_encounter(top["encounter"]),
        patient=_patient(top["patient"]),
        coverage=_coverages(top),
        registration=top.read("registration", _registration, Registration()),
        patient_pays=top.read("patient_pays", _patient_pays, PatientPays()),
        key=key,
        claim=top.read("claim", _claim, ClaimFacts()),
        expect=_expected(top["expect"]),
        pitfalls=top.each("pitfalls", read_pitfall),
        hints=top.each("hints", Node.text),
        note=note,
        note_line=note_line,
        source=source,
        path=path,
        digest=hashlib.sha256(source.encode()).hexdigest(),
        key_digest=key_digest(key),
        lines=dict(_lines(top)),
    )


def key_digest(key: Key) -> str:
    """A fingerprint of what marking reads of a key: not of its rationales and guidelines."""
    diagnoses = [(item.code, item.role, item.accept, _words(item)) for item in key.diagnoses]
    procedures = [
        (item.code, item.modifiers, item.units, item.pointers, item.accept, item.unlocks)
        for item in key.procedures
    ]
    quoted = [_words(item) for item in key.procedures]
    parts = [diagnoses, procedures, quoted, key.ruled_out]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _words(item: KeyDiagnosis | KeyProcedure) -> list[str]:
    return [quote.text for quote in item.evidence]


def _split(source: str, *, path: str) -> tuple[str, str, int]:
    """The front matter, the note, and the line on which the note begins."""
    if len(source.encode("utf-8", errors="replace")) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB; shorten it"
        raise DocumentError(path=path, line=1, field="", message=message)
    match = FRONT.fullmatch(source)
    if match is None:
        message = 'begin with a line "---", the front matter, another line "---", then the note'
        raise DocumentError(path=path, line=1, field="", message=message)
    odd = NOT_TEXT.search(source)
    if odd:
        line = source.count("\n", 0, odd.start()) + 1
        message = "holds a character that is not text; remove it"
        raise DocumentError(path=path, line=line, field="", message=message)
    return match["yaml"], match["note"].rstrip(), source.count("\n", 0, match.start("note")) + 1


def _lines(node: Node) -> Iterator[tuple[str, int]]:
    yield node.field, node.line
    for _, child in node.entries() if node.is_mapping else ():
        yield from _lines(child)
    for item in node.items() if node.is_list else ():
        yield from _lines(item)


def _teaches(node: Node) -> Teaches:
    node.mapping(("coder", "biller"))
    return Teaches(coder=node["coder"].text(limit=200), biller=node["biller"].text(limit=200))


def _encounter(node: Node) -> Encounter:
    node.mapping(("date", "place_of_service", "rendering_npi"), ("ordering_npi",))
    return Encounter(
        date=node["date"].date(),
        place_of_service=read_place(node["place_of_service"]),
        rendering_npi=_npi(node["rendering_npi"]),
        ordering_npi=node.read("ordering_npi", _npi, ""),
    )


def _npi(node: Node) -> str:
    return node.matching(r"[0-9]{10}", wanted="ten digits")


def _patient(node: Node) -> PatientFacts:
    node.mapping(("name", "born", "sex"))
    return PatientFacts(
        name=node["name"].text(limit=80),
        born=node["born"].date(),
        sex=node["sex"].choice(SEXES),
    )


def _coverages(top: Node) -> tuple[CoverageFacts, ...]:
    coverages = top.each("coverage", _coverage)
    if not coverages:
        raise top["coverage"].error("is empty; write at least one coverage")
    return coverages


def _coverage(node: Node) -> CoverageFacts:
    amounts = ("deductible_left", "out_of_pocket_left")
    lists = ("authorizations", "authorization_requests", "history", "slips")
    required = ("payer", "plan", "member_id", "effective", *amounts)
    node.mapping(required, ("terminated", *lists))
    return CoverageFacts(
        payer=node["payer"].text(limit=20),
        plan=node["plan"].text(limit=40),
        member_id=node["member_id"].text(limit=40),
        effective=node["effective"].date(),
        terminated=node.read("terminated", Node.date, None),
        deductible_left=node["deductible_left"].money(),
        out_of_pocket_left=node["out_of_pocket_left"].money(),
        authorizations=node.each("authorizations", _grant),
        authorization_requests=node.each("authorization_requests", _request),
        history=node.each("history", _past),
        slips=node.each("slips", _payer_slip),
    )


def _grant(node: Node) -> Grant:
    node.mapping(("number", "procedure", "units"), ("from", "to"))
    return _granted(node)


def _granted(node: Node) -> Grant:
    return Grant(
        number=node["number"].text(limit=40),
        procedure=read_code(node["procedure"]),
        units=node["units"].integer(minimum=1),
        valid_from=node.read("from", Node.date, None),
        valid_to=node.read("to", Node.date, None),
    )


def _request(node: Node) -> RequestableGrant:
    node.mapping(("number", "procedure", "units"), ("from", "to", "answer_days", "retroactive"))
    return RequestableGrant(
        grant=_granted(node),
        answer_days=node.read("answer_days", lambda item: item.integer(maximum=90), 0),
        retroactive=node.read("retroactive", Node.boolean, False),
    )


def _past(node: Node) -> PastService:
    node.mapping(("date", "procedure", "rendering_npi"), ("reference",))
    return PastService(
        date=node["date"].date(),
        procedure=read_code(node["procedure"]),
        rendering_npi=_npi(node["rendering_npi"]),
        reference=node.read("reference", Node.text, ""),
    )


def _payer_slip(node: Node) -> PayerSlip:
    node.mapping(("procedure",), ("fee", "benefit"))
    slip = PayerSlip(
        procedure=read_code(node["procedure"]),
        fee=node.read("fee", Node.money, None),
        benefit=node.read("benefit", lambda item: item.text(limit=40), ""),
    )
    if (slip.fee is None) == (not slip.benefit):
        raise node.error("says what the payer has wrong: write either fee or benefit")
    return slip


def _registration(node: Node) -> Registration:
    texts = ("payer", "member_id", "name")
    node.mapping((), (*texts, "place_of_service", "born", "sex", "accident"))
    return Registration(
        **{name: node.read(name, Node.text, None) for name in texts},
        place_of_service=node.read("place_of_service", read_place, None),
        born=node.read("born", Node.date, None),
        sex=node.read("sex", lambda item: item.choice(SEXES), None),
        accident=node.read("accident", lambda item: item.choice(ACCIDENTS), None),
    )


def _patient_pays(node: Node) -> PatientPays:
    node.mapping((), ("after_days", "share"))
    return PatientPays(
        after_days=node.read("after_days", lambda item: item.integer(maximum=365), 10),
        share=node.read("share", Node.rate, Decimal("1.00")),
    )


def _claim(node: Node) -> ClaimFacts:
    node.mapping((), ("accident", "accident_date", "authorization", "referral"))
    accident_date: date | None = node.read("accident_date", Node.date, None)
    return ClaimFacts(
        accident=node.read("accident", lambda item: item.choice(ACCIDENTS[:-1]), "none"),
        accident_date=accident_date,
        authorization=node.read("authorization", Node.text, ""),
        referral=node.read("referral", Node.text, ""),
    )


def _expected(node: Node) -> Expected:
    node.mapping(("outcome", "charge", "paid", "patient_responsibility"))
    return Expected(
        outcome=node["outcome"].choice(OUTCOMES),
        charge=node["charge"].money(),
        paid=node["paid"].money(),
        patient_responsibility=node["patient_responsibility"].money(),
    )
