"""A case played against the payer: what an author is told."""

from pathlib import Path

import pytest

from claims.case_lint import lint_claims
from coding.cases import parse_case
from coding.codebook.default import codebook

CASES = Path(__file__).parent / "cases"
CLEAN, WOUND, SCAN, VIDEO = "clean", "wound", "scan", "video"


def told(name: str, *swaps: tuple[str, str]) -> list[str]:
    """The problems of one of the tests' cases with some of its text swapped."""
    path = CASES / f"bench-{name}.md"
    source = path.read_text(encoding="utf-8")
    for old, new in swaps:
        assert source.count(old) >= 1, f"{old!r} does not stand in {name}"
        source = source.replace(old, new, 1)
    parsed = parse_case(source, path="case.md")
    return [problem.message for problem in lint_claims(parsed, codes=codebook())]


@pytest.mark.parametrize("name", [CLEAN, WOUND, SCAN, VIDEO, "knee"])
def test_cases_of_the_tests_pass(name: str):
    assert told(name) == []


def test_wrong_expected_amounts_are_named_with_what_the_payer_says():
    found = told(
        CLEAN,
        ('paid: "105.91"', 'paid: "100.00"'),
        ('charge: "221.00"', 'charge: "220.00"'),
        ('patient_responsibility: "41.86"', 'patient_responsibility: "0.00"'),
    )
    assert found == [
        'expect.charge: the payer says "221.00", the file "220.00"',
        'expect.paid: the payer says "105.91", the file "100.00"',
        'expect.patient_responsibility: the payer says "41.86", the file "0.00"',
    ]


SLIPS = ("    history: []\n", "    history: []\n    slips: [{SLIP}]\n")


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        ('{procedure: OV-324, fee: "100.00"}', []),
        (
            "{procedure: LB-422, benefit: visit}",
            ["coverage[1].slips: the payer pays 111.37, and 105.91 by contract: make it pay short"],
        ),
        (
            '{procedure: OV-324, fee: "150.00"}',
            ["coverage[1].slips: the payer pays 127.44, and 105.91 by contract: make it pay short"],
        ),
    ],
)
def test_slip_of_the_payer_must_pay_short(slip: str, found: list[str]):
    old, new = SLIPS
    assert told(CLEAN, (old, new.replace("{SLIP}", slip))) == found


def test_wrong_expected_outcome_says_why():
    found = told(CLEAN, ("effective: 2026-01-01", "effective: 2026-04-01"))
    wanted = (
        'expect.outcome: the payer says "denied", the file "paid" (Coverage began on 2026-04-01'
    )
    assert [message for message in found if message.startswith(wanted)] != []


def test_problems_carry_the_line_of_the_file():
    path = CASES / "bench-clean.md"
    source = path.read_text(encoding="utf-8").replace('paid: "105.91"', 'paid: "1.00"')
    (problem,) = lint_claims(parse_case(source, path="case.md"), codes=codebook())
    line = source.splitlines()[problem.line - 1]
    assert (problem.path, line.strip()) == ("case.md", 'paid: "1.00"')


def test_unknown_payers_and_plans_are_named():
    assert told(CLEAN, ("payer: SBX01", "payer: SBX09")) == [
        "coverage[1].payer: no payer 'SBX09'; known: SBX01, SBX02, SBX03, SBX04, SBX05"
    ]
    assert told(CLEAN, ("plan: ppo-standard", "plan: gold")) == [
        "coverage[1].plan: SBX01 has no plan 'gold'"
    ]
    assert told(CLEAN, ("registration: {}", "registration: {payer: SBX77}")) == [
        "registration.payer: no payer 'SBX77'; known: SBX01, SBX02, SBX03, SBX04, SBX05"
    ]


@pytest.mark.parametrize(
    "slip", ['place_of_service: "11"', "member_id: SBX100200301", "sex: F", "accident: none"]
)
def test_slip_that_is_the_truth_is_no_slip(slip: str):
    field = slip.partition(":")[0]
    assert told(CLEAN, ("registration: {}", f"registration: {{{slip}}}")) == [
        f"registration.{field}: is the truth; remove it, or make it a slip"
    ]


def test_right_claim_that_the_scrubber_holds_is_named():
    found = told(CLEAN, ("member_id: SBX100200301", "member_id: SBX777"))
    assert [message.partition(".")[0] for message in found] == [
        "expect: the scrubber holds the right claim (S01): SBX777 is not in this payer's format"
    ]


def test_pitfall_with_the_wrong_outcome_or_reasons():
    found = told(CLEAN, ('reasons: ["CO-11"]', 'reasons: ["CO-50"]'))
    assert len(found) == 1
    assert found[0].startswith(
        "pitfalls[1].reasons: the payer gives [CO-11], the file [CO-50] (LB-422 points at B96.20"
    )
    found = told(
        CLEAN, ('outcome: paid\n    reasons: ["CO-11"]', 'outcome: denied\n    reasons: ["CO-11"]')
    )
    assert found[0].startswith('pitfalls[1].outcome: the payer says "paid", the file "denied"')


def test_pitfall_that_changes_nothing():
    found = told(CLEAN, ("lines: {2: {pointers: [B96.20]}}", "lines: {2: {units: 1}}"))
    assert found == ["pitfalls[1].change: changes nothing on the right claim"]


@pytest.mark.parametrize(
    ("box", "value", "message"),
    [
        ("payer", "SBX09", "no payer 'SBX09'; known: SBX01, SBX02, SBX03, SBX04, SBX05"),
        ("patient_born", "soon", "'soon' is not a date such as 2026-03-10"),
        ("accident_date", "soon", "'soon' is not a date such as 2026-03-10"),
        ("sent", "soon", "'soon' is not a date such as 2026-03-10"),
        ("frequency", "9", "'9' is not 1, 7 or 8"),
    ],
)
def test_pitfall_with_a_box_that_does_not_fit(box: str, value: str, message: str):
    change = f"claim: {{{box}: {value}}}"
    found = told(CLEAN, ("lines: {2: {pointers: [B96.20]}}", change))
    assert found == [f"pitfalls[1].change.claim.{box}: {message}"]


def action(name: str, old: str, new: str) -> list[str]:
    """What is said when the first pitfall's right action is another."""
    return told(name, (f"right_action: {old}", f"right_action: {new}"))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (CLEAN, "correct", "new_claim", "the payer has the claim and can process it"),
        (CLEAN, "correct", "send_records", "the payer waits for nothing"),
        (CLEAN, "correct", "status_check", "nothing was sent twice (no OA-18)"),
        (CLEAN, "correct", "bill_other_payer", "the patient has no other payer"),
        (CLEAN, "correct", "authorize", "no leave can be had after the service"),
        (CLEAN, "correct", "write_off", ""),
        (CLEAN, "correct", "bill_patient", ""),
        (CLEAN, "correct", "appeal", ""),
        (CLEAN, "correct", "void", ""),
        (VIDEO, "correct", "bill_patient", "the payer leaves nothing to the patient"),
        (VIDEO, "correct", "appeal", "no appeal can win against reason 5"),
        (SCAN, "authorize", "correct", ""),
    ],
)
def test_right_action_must_lead_out(name: str, old: str, new: str, message: str):
    found = action(name, old, new)
    assert [said.startswith(f"pitfalls[1].right_action: {message}") for said in found] == (
        [True] if message else []
    )


def test_leave_that_comes_too_late_is_no_way_out():
    found = told(SCAN, ("retroactive: true", "retroactive: false"))
    assert found == [
        "pitfalls[1].right_action: no leave can be had after the service; "
        "make the request retroactive: true"
    ]


def test_rejected_pitfall_is_a_new_claim():
    change = "claim: {member_id: SBX100200399}"
    swaps = [
        ("lines: {2: {pointers: [B96.20]}}", change),
        ('outcome: paid\n    reasons: ["CO-11"]', "outcome: rejected"),
    ]
    assert told(CLEAN, *swaps) == [
        "pitfalls[1].right_action: the claim was rejected: there is nothing to correct, "
        "it is a new_claim"
    ]
    assert told(CLEAN, *swaps, ("right_action: correct", "right_action: new_claim")) == []


def test_late_pitfall_is_denied_for_the_filing_limit():
    swaps = [
        ("lines: {2: {pointers: [B96.20]}}", "claim: {sent: 2026-08-01}"),
        ('outcome: paid\n    reasons: ["CO-11"]', 'outcome: denied\n    reasons: ["CO-29"]'),
        ("right_action: correct", "right_action: write_off"),
    ]
    assert told(CLEAN, *swaps) == []


def test_pended_pitfall_is_paid_once_the_question_is_answered():
    swaps = [("outcome: pended\n    reasons: []", "outcome: paid\n    reasons: []")]
    found = told(WOUND, *swaps)
    assert found == [
        "pitfalls[4].right_action: the payer waits for nothing, so there is nothing to send"
    ]
