"""What caps a score, and what does not."""

from dataclasses import replace

import pytest

from coding.answer import ProcedureLine
from coding.cases import KeyProcedure
from coding.grading.report import Gate, GateRule
from tests.coding.grading.builders import answer_of, answer_to, key_of, marked

KEY = key_of("M17.11", "E11.65", procedures=(KeyProcedure("OV-324", pointers=("E11.65",)),))


def gates(*codes, procedures=(), key=KEY):
    return marked(answer_of(*codes, procedures=procedures), key).gates


@pytest.mark.parametrize(
    ("codes", "rule", "code", "message"),
    [
        (
            ["M17.11", "E11.65", "E10.9"],
            GateRule.EXCLUDES1,
            "E11.65",
            "E11.65 and E10.9 exclude each other; only one can be right.",
        ),
        (
            ["M17.11", "E11"],
            GateRule.INVALID,
            "E11",
            "E11 only heads other codes and cannot be sent.",
        ),
        (["M17.11", "G35"], GateRule.INVALID, "G35", "G35 is not valid on 2026-03-10."),
        (["M17.11", "Q99.99"], GateRule.INVALID, "Q99.99", "Q99.99 is not an ICD-10-CM code."),
        (
            ["W01.0XXA", "M17.11"],
            GateRule.FIRST,
            "W01.0XXA",
            "W01.0XXA can never be listed first: it follows what it belongs to.",
        ),
        (
            ["F02.80", "M17.11"],
            GateRule.FIRST,
            "F02.80",
            "F02.80 can never be listed first: it follows what it belongs to.",
        ),
    ],
)
def test_gate_fires_for_a_diagnosis(codes, rule, code, message):
    assert gates(*codes) == (Gate(rule=rule, code=code, message=message),)


def test_gate_fires_for_what_was_ruled_out():
    key = replace(KEY, ruled_out=("R07",))
    message = "R07.9 was only suspected or ruled out; outpatient care codes neither."
    expected = Gate(rule=GateRule.RULED_OUT, code="R07.9", message=message)
    assert gates("M17.11", "R07.9", key=key) == (expected,)


@pytest.mark.parametrize(
    ("line", "rule", "message"),
    [
        (
            ProcedureLine("OV-344"),
            GateRule.UPCODED,
            "OV-344 is 2 levels above what the note supports.",
        ),
        (
            ProcedureLine("OV-324", modifiers=("Z5",)),
            GateRule.MODIFIER,
            "OV-324: nothing in the note supports modifier Z5.",
        ),
        (
            ProcedureLine("LB-110", modifiers=("xs",)),
            GateRule.MODIFIER,
            "LB-110: nothing in the note supports modifier XS.",
        ),
        (ProcedureLine("SK-100"), GateRule.INVALID, "SK-100 is not valid on 2026-03-10."),
        (
            ProcedureLine("E11.65"),
            GateRule.INVALID,
            "E11.65 is not a procedure code of this sandbox.",
        ),
    ],
)
def test_gate_fires_for_a_service(line, rule, message):
    assert gates("M17.11", procedures=(line,)) == (
        Gate(rule=rule, code=line.code, message=message),
    )


@pytest.mark.parametrize(
    ("codes", "line"),
    [
        (["M17.12", "E11.9"], ProcedureLine("OV-334")),
        (["M17.11", "W01.0XXA"], ProcedureLine("OV-314")),
        (["M17.11", "F02.80"], ProcedureLine("OV-324", modifiers=("RT",))),
        ([], ProcedureLine("OV-324")),
    ],
)
def test_no_gate_fires_for_an_ordinary_error(codes, line):
    assert gates(*codes, procedures=(line,)) == ()


@pytest.mark.parametrize(
    "key",
    [
        key_of("E10.9", "E11.9"),
        key_of("W01.0XXA", "G35", "E11"),
        key_of("R07.9", ruled_out=("R07",)),
        key_of("N39.0", procedures=(KeyProcedure("SK-100", modifiers=("XS",)),)),
    ],
)
def test_no_gate_fires_for_what_the_key_holds(key):
    assert marked(answer_to(key), key).gates == ()


def test_documented_modifier_fires_no_gate_on_any_line():
    procedures = (KeyProcedure("OV-324", modifiers=("Z5",)), KeyProcedure("MS-210"))
    key = replace(KEY, procedures=procedures)
    given = (ProcedureLine("OV-324"), ProcedureLine("MS-210", modifiers=("Z5",)))
    assert gates("M17.11", "E11.65", procedures=given, key=key) == ()


def test_gate_caps_the_score_and_leaves_the_strict_figures():
    report = marked(answer_of("M17.11", "E11.65", "E10.9", procedures=PERFECT), KEY)
    assert (str(report.score), report.capped) == ("0.6900", True)
    assert (str(report.strict.key), str(report.strict.union)) == ("1.0000", "0.7500")


PERFECT = answer_to(KEY).procedures
