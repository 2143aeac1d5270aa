"""The whole mark: worked examples, what always holds, findings, evidence."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.cases import Key, KeyDiagnosis, KeyProcedure, Quote, Role
from coding.codebook.default import codebook
from coding.grading import CodeMark, Strict, grade, rounded
from tests.coding.grading.builders import answer_of, answer_to, key_of, marked, said
from tests.coding.small_tree import DAY, TREE

KNEE_KEY = key_of(
    "M17.11",
    "E11.65",
    procedures=(
        KeyProcedure("OV-334", modifiers=("Z5",), pointers=("E11.65",)),
        KeyProcedure("MS-210", modifiers=("RT",), pointers=("M17.11",)),
        KeyProcedure("J3301", units=4, pointers=("M17.11",)),
    ),
)
KNEE_ANSWER = answer_of(
    "M17.11",
    "E11.9",
    procedures=(
        ProcedureLine("OV-334", pointers=("M17.11",)),
        ProcedureLine("MS-210", modifiers=("RT",), pointers=("M17.11",)),
        ProcedureLine("J3301", pointers=("M17.11",)),
    ),
)
KIDNEY_KEY = key_of("E11.22", "I12.9", "N18.31", "Z79.84")
KIDNEY_ANSWER = answer_of("E11.9", "I10", "N18.31", "Z79.84")
FALL_KEY = key_of("S52.531A", "S61.411A", "W01.0XXA")
FALL_ANSWER = answer_of("S52.531D", "S61.412A", "W01.0XXA", "M25.531")


@pytest.fixture(params=["small tree", "codebook"])
def codes(request):
    """The worked examples come out the same by the small tree and by the real book."""
    return TREE if request.param == "small tree" else codebook()


def test_example_kidney_has_near_codes(codes):
    report = grade(KIDNEY_ANSWER, KIDNEY_KEY, on=DAY, codes=codes)
    assert report.parts == {"diagnoses": Decimal("0.5400"), "sequence": Decimal("1.0000")}
    assert report.strict == Strict(key=Decimal("0.5"), union=Decimal("0.5"), case_pass=False)
    assert said(report) == [
        ("E11.22", "E11.9", "wrong subcategory"),
        ("I12.9", "I10", "wrong category"),
    ]


def test_example_fall_has_an_extra_code(codes):
    report = grade(FALL_ANSWER, FALL_KEY, on=DAY, codes=codes)
    assert report.parts["diagnoses"] == Decimal("0.5429")
    assert report.strict == Strict(key=Decimal("0.3333"), union=Decimal("0.25"), case_pass=False)
    assert said(report) == [
        ("S52.531A", "S52.531D", "wrong 7th character"),
        ("S61.411A", "S61.412A", "wrong laterality"),
        ("", "M25.531", "unsupported"),
    ]


def test_example_knee_has_every_part(codes):
    report = grade(KNEE_ANSWER, KNEE_KEY, on=DAY, codes=codes)
    printed = report.to_json()
    findings = printed.pop("findings")
    assert printed == {
        "score": "0.8233",
        "capped": False,
        "gates": [],
        "parts": {
            "diagnoses": "0.7667",
            "procedures": "1.0000",
            "modifiers": "0.6667",
            "units": "0.6667",
            "pointers": "0.6667",
            "sequence": "1.0000",
        },
        "strict": {"key": "0.8000", "union": "0.8000", "case_pass": False},
    }
    message = findings[0].pop("message")
    assert findings[0] == {
        "code": "E11.65",
        "answer": "E11.9",
        "credit": "0.30",
        "category": "wrong subcategory",
    }
    assert message.startswith("E11.9 (Type 2 diabetes mellitus without complications) is of the")
    assert said(report)[1:] == [
        ("OV-334", "OV-334", "modifier missing"),
        ("OV-334", "OV-334", "wrong primary pointer"),
        ("J3301", "J3301", "dose conversion"),
    ]


def test_weights_of_absent_parts_are_shared():
    report = marked(KIDNEY_ANSWER, KIDNEY_KEY)
    assert report.score == rounded((Fraction(40, 100) * Fraction(54, 100) + Fraction(1, 10)) * 2)


# -- what always holds ----------------------------------------------------------------------------

DIAGNOSES = ["M17.11", "M17.12", "E11.65", "E11.9", "N18.31", "N39.0", "B96.20", "W01.0XXA", "I10"]
SERVICES = ["OV-314", "OV-324", "OV-344", "OV-634", "MS-210", "J3301", "LB-110"]
diagnosis_codes = st.sampled_from(DIAGNOSES)
modifiers = st.lists(st.sampled_from(["Z5", "RT", "LT"]), unique=True, max_size=2).map(tuple)
pointers = st.lists(diagnosis_codes, unique=True, max_size=3).map(tuple)
answers = st.builds(
    Answer,
    diagnoses=st.lists(st.builds(DiagnosisLine, diagnosis_codes), max_size=5).map(tuple),
    procedures=st.lists(
        st.builds(
            ProcedureLine,
            st.sampled_from(SERVICES),
            modifiers=modifiers,
            units=st.integers(0, 3),
            pointers=pointers,
        ),
        max_size=4,
    ).map(tuple),
)


@st.composite
def keys(draw):
    codes = draw(st.lists(diagnosis_codes, unique=True, min_size=1, max_size=5))
    roles = draw(st.lists(st.sampled_from(list(Role)[1:]), min_size=4, max_size=4))
    procedures = st.builds(
        KeyProcedure,
        st.sampled_from(SERVICES),
        modifiers=modifiers,
        units=st.integers(1, 3),
        pointers=st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple),
    )
    return Key(
        diagnoses=tuple(
            KeyDiagnosis(code, role=role)
            for code, role in zip(codes, [Role.FIRST, *roles], strict=False)
        ),
        procedures=tuple(draw(st.lists(procedures, max_size=4))),
    )


@given(answers, keys())
def test_every_figure_lies_between_0_and_1(answer, key):
    report = marked(answer, key)
    figures = [report.score, *report.parts.values(), report.strict.key, report.strict.union]
    assert all(0 <= figure <= 1 for figure in figures)
    assert report.strict.union <= report.strict.key
    assert json.dumps(report.to_json())


@given(keys())
def test_the_keys_own_answer_is_marked_1(key):
    report = marked(answer_to(key), key)
    assert (report.score, report.capped, report.findings) == (1, False, ())
    assert report.strict == Strict(key=Decimal(1), union=Decimal(1), case_pass=True)


@given(answers, keys(), st.randoms(use_true_random=False))
def test_optional_codes_in_another_order_change_nothing(answer, key, random):
    places = [at for at, item in enumerate(key.diagnoses) if item.role == Role.OPTIONAL]
    optional = [key.diagnoses[at] for at in places]
    random.shuffle(optional)
    diagnoses = list(key.diagnoses)
    for at, item in zip(places, optional, strict=True):
        diagnoses[at] = item
    shuffled = marked(answer, replace(key, diagnoses=tuple(diagnoses)))
    first = marked(answer, key)
    assert (shuffled.score, shuffled.parts) == (first.score, first.parts)
    assert (shuffled.strict, shuffled.gates) == (first.strict, first.gates)


@given(keys(), st.lists(st.sampled_from(["R05.1", "R07.9", "Z87.440"]), unique=True))
def test_optional_codes_are_never_charged(key, optional):
    with_optional = replace(
        key,
        diagnoses=(*key.diagnoses, *(KeyDiagnosis(c, role=Role.OPTIONAL) for c in optional)),
    )
    assert marked(answer_to(key), with_optional).score == 1
    assert marked(answer_to(with_optional), with_optional).score == 1


@given(answers, keys(), st.integers(0, 5), st.sampled_from(["J02.0", "Z79.4", "E10.9x", "F02.80"]))
def test_an_unsupported_diagnosis_never_raises_the_score(answer, key, at, code):
    lines = list(answer.diagnoses)
    lines.insert(at, DiagnosisLine(code))
    more = replace(answer, diagnoses=tuple(lines))
    before, after = marked(answer, key), marked(more, key)
    if all(item.credit == 0 for item in after.codes if item.answer == code):
        assert after.score <= before.score
        assert after.strict.union <= before.strict.union


@given(answers, keys(), st.integers(0, 4), modifiers)
def test_an_unsupported_service_never_raises_the_score(answer, key, at, with_modifiers):
    lines = list(answer.procedures)
    lines.insert(at, ProcedureLine("LB-230", modifiers=with_modifiers))
    more = replace(answer, procedures=tuple(lines))
    assert marked(more, key).score <= marked(answer, key).score


# -- findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        (["N39.0"], ["N39.0", "B96.20"], [("B96.20", "", "missing companion code")]),
        (["M17.11"], ["M17.11", "E11.65"], [("E11.65", "", "omitted")]),
        (["S52.531A"], ["S52.531A", "W01.0XXA"], [("W01.0XXA", "", "omitted")]),
        (["M17.11"], ["M17.11", "E11.65?"], []),
        (["M17.11", "R05.1"], ["M17.11"], [("", "R05.1", "symptom integral to diagnosis")]),
        (["R05.1", "R07.9"], ["R05.1"], [("R05.1", "R07.9", "wrong category")][:0] or None),
        (["N39.0", "Z87.440"], ["N39.0"], [("", "Z87.440", "status or history")]),
        (["N39.0", "G35"], ["N39.0"], [("", "G35", "invalid on date of service")]),
        (["E11"], ["E11.65"], [("E11.65", "E11", "not to highest specificity")]),
        (["M17.19"], ["M17.11"], [("M17.11", "M17.19", "invalid on date of service")]),
        (
            ["E11.65", "M17.11"],
            ["M17.11", "E11.65"],
            [("M17.11", "E11.65", "wrong first-listed")],
        ),
        (
            ["B96.20", "N39.0"],
            ["N39.0", "B96.20"],
            [("N39.0", "B96.20", "wrong first-listed"), ("N39.0", "B96.20", "wrong order")],
        ),
        (
            ["E11.65", "E10.9"],
            ["E11.65"],
            [("", "E10.9", "unsupported"), ("E11.65", "E10.9", "Excludes1 conflict")],
        ),
    ],
)
def test_findings_name_the_kind_of_diagnosis_error(given, wanted, expected):
    found = said(marked(answer_of(*given), key_of(*wanted)))
    assert found == ([("", "R07.9", "unsupported")] if expected is None else expected)


def test_findings_name_a_diagnosis_that_was_ruled_out():
    key = key_of("R05.1", ruled_out=("J02",))
    assert said(marked(answer_of("R05.1", "J02.0"), key)) == [
        ("", "J02.0", "uncertain diagnosis coded")
    ]


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        (ProcedureLine("OV-344"), KeyProcedure("OV-334"), ("OV-334", "OV-344", "level", 1)),
        (
            ProcedureLine("OV-634"),
            KeyProcedure("OV-334"),
            ("OV-334", "OV-634", "procedure family", 1),
        ),
        (
            ProcedureLine("OV-334", modifiers=("RT",)),
            KeyProcedure("OV-334"),
            ("OV-334", "OV-334", "modifier unneeded", 1),
        ),
        (
            ProcedureLine("OV-334", units=2),
            KeyProcedure("OV-334"),
            ("OV-334", "OV-334", "units", 1),
        ),
        (
            ProcedureLine("OV-334", pointers=("N39.0", "I10")),
            KeyProcedure("OV-334", pointers=("N39.0",)),
            ("OV-334", "OV-334", "pointer", 1),
        ),
    ],
)
def test_findings_name_the_kind_of_service_error(given, wanted, expected):
    key = key_of("N39.0", procedures=(wanted,))
    report = marked(answer_of("N39.0", procedures=(given,)), key)
    found = [(item.code, item.answer, item.category.value, item.line) for item in report.findings]
    assert found == [expected]


def test_findings_name_services_that_are_missing_or_alone():
    key = key_of("N39.0", procedures=(KeyProcedure("OV-334"), KeyProcedure("LB-110")))
    lines = tuple(ProcedureLine(code) for code in ("OV-334", "MS-211", "SK-100", "J3301"))
    report = marked(answer_of("N39.0", procedures=lines), key)
    found = [(item.code, item.answer, item.category.value, item.line) for item in report.findings]
    assert found == [
        ("LB-110", "", "omitted", 2),
        ("", "MS-211", "add-on misuse", 2),
        ("", "SK-100", "invalid on date of service", 3),
        ("", "J3301", "unsupported", 4),
    ]


def test_finding_carries_the_keys_words_rationale_and_guideline():
    item = KeyDiagnosis(
        "N39.0",
        role=Role.FIRST,
        evidence=(Quote("urinary infection", ((0, 17),)),),
        rationale="The site is not named.",
        guideline="I.C.14",
    )
    finding = marked(Answer(), Key(diagnoses=(item,))).findings[0]
    assert finding.to_json() == {
        "code": "N39.0",
        "answer": "",
        "credit": "0.00",
        "category": "omitted",
        "message": "N39.0 (Urinary tract infection, site not specified) is missing.",
        "quote": "urinary infection",
        "rationale": "The site is not named.",
        "guideline": "I.C.14",
    }


# -- evidence and codes ---------------------------------------------------------------------------


def quoted(code, start, end, role=Role.REQUIRED):
    return KeyDiagnosis(code, role=role, evidence=(Quote("words", ((start, end), (90, 95))),))


def test_evidence_is_the_share_of_matched_codes_with_the_keys_words():
    key = Key(diagnoses=(quoted("N39.0", 0, 10, Role.FIRST), quoted("B96.20", 20, 30)))
    answer = Answer(
        diagnoses=(
            DiagnosisLine("N39.0", evidence=(Passage(50, 60, "x"), Passage(9, 12, "y"))),
            DiagnosisLine("B96.20", evidence=(Passage(30, 40, "z"),)),
        )
    )
    report = marked(answer, key)
    assert (report.evidence, report.score) == (Decimal("0.5000"), 1)
    assert report.to_json()["evidence"] == "0.5000"
    assert report.codes == (
        CodeMark(
            key="N39.0",
            answer="N39.0",
            credit=Fraction(1),
            is_procedure=False,
            position=1,
            has_evidence=True,
        ),
        CodeMark(
            key="B96.20",
            answer="B96.20",
            credit=Fraction(1),
            is_procedure=False,
            position=2,
            has_evidence=False,
        ),
    )


def test_evidence_is_judged_by_any_place_where_the_words_stand():
    answer = Answer(diagnoses=(DiagnosisLine("N39.0", evidence=(Passage(94, 99, "x"),)),))
    assert marked(answer, Key(diagnoses=(quoted("N39.0", 0, 10, Role.FIRST),))).evidence == 1


def test_evidence_is_left_out_when_the_key_quotes_nothing():
    assert marked(KNEE_ANSWER, KNEE_KEY).evidence is None


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("1", "1.0000"), ("0", "0.0000"), ("1/3", "0.3333"), ("2/3", "0.6667"), ("1/20000", "0.0001")],
)
def test_rounded_goes_half_up(figure, expected):
    assert str(rounded(Fraction(figure))) == expected


def test_date_of_service_decides_what_is_valid():
    key, answer = key_of("N39.0"), answer_of("N39.0", "G35")
    before = grade(answer, key, on=date(2025, 9, 30), codes=TREE)
    assert before.gates == ()
    assert [gate.code for gate in marked(answer, key).gates] == ["G35"]
