"""Case files: read whole, refused with their line, linted without a payer."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.cases import (
    Case,
    Change,
    ClaimFacts,
    CoverageFacts,
    Encounter,
    Expected,
    Grant,
    Key,
    KeyDiagnosis,
    KeyProcedure,
    LineChange,
    Mess,
    PastService,
    PatientFacts,
    PatientPays,
    Pitfall,
    Quote,
    Registration,
    RequestableGrant,
    Role,
    Teaches,
    lint_case,
    parse_case,
    right_answer,
)
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.npi import is_valid_npi
from coding.skills import skill_names
from tests.coding.small_tree import TREE

FILLER = "Sleep and appetite unchanged since the last visit here. " * 16
SOURCE = f"""---
slug: uti-small
title: A urinary infection
specialty: Family medicine
difficulty: 1
minutes: 15
skills: [pointers]
teaches: {{coder: Add the organism., biller: A clean claim.}}
encounter:
  date: 2026-03-10
  place_of_service: "11"
  rendering_npi: "9990000025"
patient: {{name: Rowan Ashdown, born: 1971-06-04, sex: F}}
coverage:
  - payer: SBX01
    plan: ppo-standard
    member_id: SBX100200301
    effective: 2026-01-01
    terminated:
    deductible_left: "10.00"
    out_of_pocket_left: "2750.00"
    authorizations: [{{number: A-1, procedure: LB-110, units: 2, from: 2026-01-01, to:}}]
    authorization_requests: [{{number: A-2, procedure: LB-230, units: 1, retroactive: true}}]
    history: [{{date: 2026-02-01, procedure: OV-324, rendering_npi: "9990000033"}}]
registration: {{member_id: SBX100200310, accident: unanswered}}
key:
  diagnoses:
    - code: N39.0
      role: first
      evidence: [Urinary tract infection]
      rationale: The site is not named.
    - code: B96.20
      accept: [J02.0]
      evidence: ["culture grew E. coli"]
      rationale: The organism is known.
      guideline: I.A.17
  procedures:
    - code: OV-324
      modifiers: [Z5]
      pointers: [N39.0, B96.20]
      evidence: [Urinary tract infection]
      rationale: One simple problem.
      unlocks: [XS]
  ruled_out: [R05]
expect: {{outcome: paid, charge: "227.00", paid: "105.03", patient_responsibility: "41.64"}}
pitfalls:
  - name: pointed at the organism
    change: {{lines: {{1: {{pointers: [B96.20]}}}}, claim: {{authorization: ""}}}}
    outcome: denied
    reasons: [CO-11]
    right_action: correct
    lesson: Point at the infection.
hints: [Look at the culture.]
---

## Assessment
Urinary tract infection; the culture grew
E. coli.

## History
{FILLER.strip()}
"""


def case_of(source: str = SOURCE, path: str = "uti-small.md") -> Case:
    return parse_case(source, path=path)


def changed(before: str, after: str) -> Case:
    assert before in SOURCE
    return case_of(SOURCE.replace(before, after, 1))


def problems(case: Case) -> list[str]:
    return [str(item) for item in lint_case(case, codes=TREE, skills={"pointers"})]


def test_parse_reads_the_whole_case():
    case = case_of()
    coverage = CoverageFacts(
        payer="SBX01",
        plan="ppo-standard",
        member_id="SBX100200301",
        effective=date(2026, 1, 1),
        terminated=None,
        deductible_left=Decimal("10.00"),
        out_of_pocket_left=Decimal("2750.00"),
        authorizations=(
            Grant(number="A-1", procedure="LB-110", units=2, valid_from=date(2026, 1, 1)),
        ),
        authorization_requests=(
            RequestableGrant(
                grant=Grant(number="A-2", procedure="LB-230", units=1),
                answer_days=0,
                retroactive=True,
            ),
        ),
        history=(
            PastService(date=date(2026, 2, 1), procedure="OV-324", rendering_npi="9990000033"),
        ),
    )
    assert case == Case(
        slug="uti-small",
        title="A urinary infection",
        specialty="Family medicine",
        difficulty=1,
        minutes=15,
        skills=("pointers",),
        teaches=Teaches(coder="Add the organism.", biller="A clean claim."),
        encounter=Encounter(
            date=date(2026, 3, 10), place_of_service="11", rendering_npi="9990000025"
        ),
        patient=PatientFacts(name="Rowan Ashdown", born=date(1971, 6, 4), sex="F"),
        coverage=(coverage,),
        registration=Registration(member_id="SBX100200310", accident="unanswered"),
        patient_pays=PatientPays(after_days=10, share=Decimal("1.00")),
        key=case.key,
        claim=ClaimFacts(),
        expect=Expected(
            outcome="paid",
            charge=Decimal("227.00"),
            paid=Decimal("105.03"),
            patient_responsibility=Decimal("41.64"),
        ),
        pitfalls=(
            Pitfall(
                name="pointed at the organism",
                change=Change(
                    lines={1: LineChange(pointers=("B96.20",))}, claim={"authorization": ""}
                ),
                outcome="denied",
                reasons=("CO-11",),
                right_action="correct",
                lesson="Point at the infection.",
            ),
        ),
        queries=(),
        hints=("Look at the culture.",),
        note=case.note,
        note_line=56,
        mess=Mess.TYPICAL,
        messes=(Mess.TYPICAL,),
        twin=0,
        twins=None,
        source=SOURCE,
        path="uti-small.md",
        digest=case.digest,
        key_digest=case.key_digest,
        lines={},
    )


def test_parse_ties_the_key_to_the_note():
    infection = Quote("Urinary tract infection", ((14, 37),))
    assert case_of().key == Key(
        diagnoses=(
            KeyDiagnosis(
                "N39.0",
                role=Role.FIRST,
                evidence=(infection,),
                rationale="The site is not named.",
            ),
            KeyDiagnosis(
                "B96.20",
                accept=("J02.0",),
                evidence=(Quote("culture grew E. coli", ((43, 63),)),),
                rationale="The organism is known.",
                guideline="I.A.17",
            ),
        ),
        procedures=(
            KeyProcedure(
                "OV-324",
                modifiers=("Z5",),
                pointers=("N39.0", "B96.20"),
                evidence=(infection,),
                rationale="One simple problem.",
                unlocks=("XS",),
            ),
        ),
        ruled_out=("R05",),
    )


def test_right_answer_is_the_key_with_its_words():
    infection = (Passage(14, 37, "Urinary tract infection"),)
    assert right_answer(case_of()) == Answer(
        diagnoses=(
            DiagnosisLine("N39.0", evidence=infection),
            DiagnosisLine("B96.20", evidence=(Passage(43, 63, "culture grew E. coli"),)),
        ),
        procedures=(
            ProcedureLine(
                "OV-324", modifiers=("Z5",), pointers=("N39.0", "B96.20"), evidence=infection
            ),
        ),
    )


def test_key_digest_follows_the_key_alone():
    first = case_of()
    reworded = changed("The site is not named.", "Nothing says where.")
    assert reworded.digest != first.digest
    assert reworded.key_digest == first.key_digest
    assert changed("accept: [J02.0]", "accept: []").key_digest != first.key_digest
    assert changed("evidence: [Urinary", "evidence: [E., Urinary").key_digest != first.key_digest


def test_parse_takes_windows_line_ends():
    assert case_of(SOURCE.replace("\n", "\r\n")) == case_of()


def test_line_of_names_the_line_or_that_of_the_group_around_it():
    case = case_of()
    assert case.line_of("key.diagnoses[2].guideline") == 36
    assert case.line_of("key.diagnoses[2].nothing") == case.line_of("key.diagnoses[2]") == 32


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("---\nslug", "slug", 'uti-small.md:1: begin with a line "---"'),
        ("slug: uti-small\n", "", "uti-small.md:2: slug: is missing; add it"),
        ("difficulty: 1", "difficulty: 6", "uti-small.md:5: difficulty: 6 is out of range"),
        ("2026-03-10\n", "10.3.2026\n", 'uti-small.md:10: encounter.date: "10.3.2026" does not'),
        ('service: "11"', "service: home", 'uti-small.md:11: encounter.place_of_service: "home"'),
        ("payer: SBX01", "payr: SBX01", "uti-small.md:15: coverage[1].payr: is not a known field"),
        ('"10.00"', '"10"', 'uti-small.md:20: coverage[1].deductible_left: "10" does not fit'),
        ("role: first", "role: main", 'uti-small.md:29: key.diagnoses[1].role: "main" is not one'),
        ("role: first", "role: optional", "uti-small.md:28: key.diagnoses[1]: the diagnosis that"),
        ("code: B96.20", "code: B96.20 and", 'key.diagnoses[2].code: "B96.20 and" does not fit'),
        ("[CO-11]", "[11]", 'pitfalls[1].reasons[1]: "11" does not fit; write group and number'),
        ("{1: {pointers", "{x: {pointers", "pitfalls[1].change.lines.x: is not a line"),
        ("claim: {authorization", "claim: {auth", "pitfalls[1].change.claim.auth: is not a known"),
        ("right_action: correct", "right_action: pray", 'pitfalls[1].right_action: "pray" is not'),
        ("E. coli.\n", "E. coli.\x07\n", "holds a character that is not text; remove it"),
    ],
)
def test_parse_refuses_with_file_line_field_and_mend(before, after, message):
    with pytest.raises(DocumentError) as caught:
        changed(before, after)
    assert message in str(caught.value)


def test_lint_passes_a_good_case():
    assert problems(case_of()) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("slug: uti-small", "slug: other", '2: slug: must be the name of the file, "uti-small"'),
        ("skills: [pointers]", "skills: [x]", '7: skills[1]: "x" is not a listed skill'),
        ("skills: [pointers]", "skills: []", "7: skills: is empty; name at least one skill"),
        ("born: 1971", "born: 2027", "13: patient.born: does not fit the date of service"),
        ("SBX100200301", "100200301", "17: coverage[1].member_id: must be SBX and then"),
        ("id: SBX100200310", "id: '77'", "25: registration.member_id: must begin with SBX"),
        ("9990000025", "9990000026", "12: encounter.rendering_npi: must begin with 9 and end in"),
        ("9990000025", "1234567893", "12: encounter.rendering_npi: must begin with 9 and end in"),
        ("9990000033", "9990000034", "24: coverage[1].history[1].rendering_npi: must begin with"),
        ("- code: N39.0", "- code: N39.X", "28: key.diagnoses[1]: N39.X is not an ICD-10-CM code"),
        ("- code: N39.0", "- code: E11", "28: key.diagnoses[1]: E11 only heads other codes"),
        ("- code: N39.0", "- code: G35", "28: key.diagnoses[1]: G35 is not valid on 2026-03-10"),
        ("- code: N39.0", "- code: W01.0XXA", "28: key.diagnoses[1]: W01.0XXA can never be listed"),
        ("- code: N39.0", "- code: F02.80", "28: key.diagnoses[1]: F02.80 can never be listed"),
        ("- code: B96.20", "- code: N39.0", "32: key.diagnoses[2]: N39.0 stands twice; keep one"),
        ("accept: [J02.0]", "accept: [J99]", "32: key.diagnoses[2]: J99 is not an ICD-10-CM code"),
        ("grew E. coli", "grew E coli", '34: key.diagnoses[2].evidence[1]: "culture grew E coli"'),
        (
            "      rationale: The site is not named.\n",
            "",
            "28: key.diagnoses[1].rationale: is missing",
        ),
        (
            "      evidence: [Urinary tract infection]\n",
            "",
            "28: key.diagnoses[1].evidence: is missing; quote the words of the note",
        ),
        ("- code: OV-324", "- code: OV-999", "38: key.procedures[1]: OV-999 is not an SPC or"),
        ("- code: OV-324", "- code: D0120", "38: key.procedures[1]: D0120 is not an SPC or"),
        ("- code: OV-324", "- code: SK-100", "38: key.procedures[1]: SK-100 is not valid on"),
        ("modifiers: [Z5]", "modifiers: [25]", "38: key.procedures[1]: 25 is not a modifier of"),
        ("[N39.0, B96.20]\n", "[I10]\n", "40: key.procedures[1].pointers: I10 is not a diagnosis"),
        ("[N39.0, B96.20]\n", "[]\n", "40: key.procedures[1].pointers: write one to 4 diagnosis"),
        ("[R05]", "[B96]", "44: key.ruled_out[1]: B96 is also in the key; remove one"),
        ("the culture.]", "the N390.]", "53: hints[1]: gives the code away; lead to it instead"),
        (
            "number: A-2, procedure: LB-230",
            "number: A-1, procedure: LB-110",
            "23: coverage[1].authorization_requests[1].number: A-1 stands twice for LB-110",
        ),
        ("E. coli.\n", "E. coli" + 100 * " or so" + ".\n", "57: a sentence has more than 400"),
        ("E. coli.\n", "SSN 123-45-6789\n", '58: "123-45-6789" looks like a social security'),
        ("E. coli.\n", "Call 312-555-0199\n", '58: "312-555-0199" looks like a telephone number'),
        ("E. coli.\n", "NPI 1234567893\n", '58: "1234567893" looks like a provider number'),
        ("E. coli.\n", "Card 1EG4-TE5-MK73\n", '58: "1EG4-TE5-MK73" looks like a Medicare'),
        ("E. coli.\n", "Vial 12345-678-90\n", '58: "12345-678-90" looks like a drug\'s package'),
        (
            "E. coli.\n",
            "Write ann@clinic.test\n",
            '58: "ann@clinic.test" looks like an address on the internet',
        ),
        ("E. coli.\n", "Code: 99213\n", '58: "Code: 99213" looks like a numbered procedure code'),
        ("E. coli.\n", "E. coli. CPT\n", '58: "CPT" names a licensed code set'),
        ("## History", "History", None),
        ("## Assessment", "# Assessment", '56: the note must begin with a "## Heading" line'),
        ("## History", "### History", '60: only "## Heading" lines may head a part'),
        ("E. coli.\n", "**E. coli**\n", "58: bold, italics and code marks are not allowed"),
        ("E. coli.\n", "<b>E. coli</b>\n", "58: HTML is not allowed; write plain words"),
        ("E. coli.\n", "[E. coli](x)\n", "58: links and pictures are not allowed"),
        ("E. coli.\n", "E. coli.\n\n1. Rest\n", "60: numbered lists are not allowed"),
        ("E. coli.\n", "E. coli.\n\n  - Rest\n", "60: a list cannot stand inside another"),
        ("E. coli.\n", "E. coli.\n\n| a | b |\n", "60: the second line of a table is a rule such"),
        (
            "E. coli.\n",
            "E. coli.\n\n| a | b |\n|---|---|\n| c |\n",
            "62: this row has another number of cells than the head of its table",
        ),
        ("E. coli.\n", "E. coli.\n\n| a |\n|---|\nwords\n", "62: a table ends with a blank line"),
        (FILLER.strip(), "Short.", "56: the note has 11 words; write 150 to 400"),
    ],
)
def test_lint_names_line_and_mend(before, after, message):
    found = problems(changed(before, after))
    if message is None:
        assert found == []
    else:
        assert any(item.startswith(f"uti-small.md:{message}") for item in found), found


def test_no_identifier_in_the_library_looks_real():
    for path in settings.CASES_DIR.glob("*.md"):
        case = parse_case(path.read_text(encoding="utf-8"), path=path.name)
        found = lint_case(case, codes=codebook(), skills=skill_names())
        assert [problem for problem in found if "looks like" in problem.message] == []


def test_lint_allows_fictional_telephone_numbers():
    assert problems(changed("E. coli.\n", "E. coli. Call 555-555-0123.\n")) == []


@pytest.mark.parametrize(
    ("npi", "expected"),
    [
        ("9990000017", True),
        ("1234567893", True),
        ("9990000018", False),
        ("999000001", False),
        ("999000001a", False),
        ("", False),
    ],
)
def test_npi_needs_its_check_digit(npi, expected):
    assert is_valid_npi(npi) is expected
