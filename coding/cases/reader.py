"""Read a case file: YAML front matter between ``---`` lines, then the note in Markdown."""

from __future__ import annotations

import hashlib
import json
import re
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
    Encounter,
    Expected,
    PatientFacts,
    PatientPays,
    Registration,
    Teaches,
)
from coding.cases.pitfalls import read_pitfall
from coding.cases.record import whole_record
from coding.cases.words import ACCIDENTS, OUTCOMES, SEXES, read_npi, read_place
from coding.documents import NOT_TEXT, DocumentError, Node, read_document
from coding.strict_yaml import MAX_BYTES

FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*\n(?P<blank>\s*\n)?(?P<note>.*)", re.DOTALL)
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
MAX_SLUG = 80
MAX_NOTE = 20_000
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
OPTIONAL = ("registration", "patient_pays", "claim", "pitfalls", "queries", "hints")


def parse_case(text: str, *, path: str) -> Case:
    """Read one case file. ``path`` is only named in errors.

    Raises DocumentError with file, line, field and mend for the first thing that does not fit.
    """
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    matter, note, note_line = _split(source, path=path)
    top = read_document(matter, path=path, first_line=2).mapping(REQUIRED, OPTIONAL)
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
    """The front matter, the note, and the line on which the note begins. Raises DocumentError."""
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
    note, line = match["note"].rstrip(), source.count("\n", 0, match.start("note")) + 1
    if len(note) > MAX_NOTE:
        message = f"the note is longer than {MAX_NOTE} characters; shorten it"
        raise DocumentError(path=path, line=line, field="", message=message)
    return match["yaml"], note, line


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
    node.mapping((), ("accident", "accident_date", "authorization", "referral"))
    accident_date: date | None = node.read("accident_date", Node.date, None)
    return ClaimFacts(
        accident=node.read("accident", lambda item: item.choice(ACCIDENTS[:-1]), "none"),
        accident_date=accident_date,
        authorization=node.read("authorization", Node.text, ""),
        referral=node.read("referral", Node.text, ""),
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
