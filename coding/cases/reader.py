"""Read a case file: YAML front matter between ``---`` lines, then the note in Markdown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from coding.cases.asking import read_query
from coding.cases.coverage import read_coverages
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, read_key
from coding.cases.model import (
    Case,
    ClaimFacts,
    DrugFacts,
    Encounter,
    Expected,
    PatientFacts,
    PatientPays,
    Registration,
    Teaches,
)
from coding.cases.parts import taken_apart
from coding.cases.pitfalls import read_pitfall
from coding.cases.record import whole_record
from coding.cases.words import ACCIDENTS, OUTCOMES, SEXES, Mess, read_npi, read_place
from coding.documents import Node, read_document

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
MAX_SLUG = 80
MAX_PITFALLS = 30  # each is played against the payer by the lint
MAX_QUERIES = 20
REQUIRED = (
    *("slug", "title", "specialty", "difficulty", "minutes", "skills", "teaches"),
    *("encounter", "patient", "coverage", "key", "expect"),
)
ANSWER = ("outcome", "charge", "paid", "patient_responsibility")
BILLING = ("tax_id", "billing_street", "billing_zip")
SIGNATURES = ("signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed")
RELATIONSHIPS = ("self", "spouse", "child", "other")
OPTIONAL = ("registration", "patient_pays", "claim", "pitfalls", "queries", "hints", "twins")


def parse_case(text: str, *, path: str, twin: int = 0, mess: Mess = Mess.TYPICAL) -> Case:
    """Read one case file. ``path`` is only named in errors.

    ``twin`` is the seed by which a file with twins is filled in, ``mess`` which of its notes is
    taken; a file that has no twins, or no such note, gives what it has. Raises DocumentError with
    file, line, field and mend for the first thing that does not fit.
    """
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parts = taken_apart(source, path=path, twin=twin)
    mess = mess if mess in parts.notes else Mess.TYPICAL
    note, note_line = parts.notes[mess].text, parts.notes[mess].line
    top = read_document(parts.front, path=path, first_line=2).mapping(REQUIRED, OPTIONAL)
    queries = top.each("queries", lambda item: read_query(item, note), limit=MAX_QUERIES)
    key = read_key(top["key"], note=whole_record(note, queries))
    return Case(
        slug=_slug(top["slug"]),
        title=top["title"].text(limit=120),
        specialty=top["specialty"].text(limit=60),
        difficulty=top["difficulty"].integer(minimum=1, maximum=5),
        minutes=top["minutes"].integer(minimum=1, maximum=240),
        skills=top.each("skills", Node.text),
        teaches=_teaches(top["teaches"]),
        encounter=_encounter(top["encounter"]),
        patient=_patient(top["patient"]),
        coverage=read_coverages(top),
        registration=top.read("registration", _registration, Registration()),
        patient_pays=top.read("patient_pays", _patient_pays, PatientPays()),
        key=key,
        claim=top.read("claim", _claim, ClaimFacts()),
        expect=_expected(top["expect"]),
        pitfalls=top.each("pitfalls", read_pitfall, limit=MAX_PITFALLS),
        queries=queries,
        hints=top.each("hints", Node.text),
        note=note,
        note_line=note_line,
        mess=mess,
        messes=tuple(parts.notes),
        twin=twin if parts.twins else 0,
        twins=parts.twins,
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


def _slug(node: Node) -> str:
    node.text(limit=MAX_SLUG)
    return node.matching(SLUG, wanted="small letters, digits and single hyphens")


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
        rendering_npi=read_npi(node["rendering_npi"]),
        ordering_npi=node.read("ordering_npi", read_npi, ""),
    )


def _patient(node: Node) -> PatientFacts:
    node.mapping(("name", "born", "sex"))
    return PatientFacts(
        name=node["name"].text(limit=80),
        born=node["born"].date(),
        sex=node["sex"].choice(SEXES),
    )


def _registration(node: Node) -> Registration:
    texts = ("payer", "member_id", "name", "insured_name", "rendering_npi", *BILLING)
    others = ("place_of_service", "born", "sex", "accident", "relationship", "insured_born")
    node.mapping((), (*texts, *others, *SIGNATURES))
    slips: dict[str, Any] = {name: node.read(name, Node.text, None) for name in texts}
    slips |= {name: node.read(name, Node.boolean, None) for name in SIGNATURES}
    return Registration(
        **slips,
        relationship=node.read("relationship", lambda item: item.choice(RELATIONSHIPS), None),
        insured_born=node.read("insured_born", Node.date, None),
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
    node.mapping(
        (),
        ("accident", "accident_date", "authorization", "referral", "referring_npi", "drugs"),
    )
    accident_date: date | None = node.read("accident_date", Node.date, None)
    drugs = node.get("drugs")
    return ClaimFacts(
        accident=node.read("accident", lambda item: item.choice(ACCIDENTS[:-1]), "none"),
        accident_date=accident_date,
        authorization=node.read("authorization", Node.text, ""),
        referral=node.read("referral", Node.text, ""),
        referring_npi=node.read("referring_npi", read_npi, ""),
        drugs={code.upper(): _drug(item) for code, item in drugs.entries()} if drugs else {},
    )


def _drug(node: Node) -> DrugFacts:
    node.mapping(("ndc", "dose"))
    wanted = 'a fictional number such as "00000-0417-02"'
    return DrugFacts(
        ndc=node["ndc"].matching(r"00000-[0-9]{4}-[0-9]{2}", wanted=wanted),
        dose=Decimal(
            node["dose"].matching(r"[0-9]{1,5}(\.[0-9]{1,3})?", wanted="a dose such as 40")
        ),
    )


def _expected(node: Node) -> Expected:
    """The answer to the right claim, and of the second payer where there is one."""
    node.mapping(ANSWER, ("secondary",))
    return replace(_answer(node), secondary=node.read("secondary", _secondary, None))


def _secondary(node: Node) -> Expected:
    node.mapping(ANSWER)
    return _answer(node)


def _answer(node: Node) -> Expected:
    return Expected(
        outcome=node["outcome"].choice(OUTCOMES),
        charge=node["charge"].money(),
        paid=node["paid"].money(),
        patient_responsibility=node["patient_responsibility"].money(),
    )
