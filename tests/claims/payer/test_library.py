"""The payers that ship with the sandbox hold together, and know the practice's procedures."""

import datetime as dt
from decimal import Decimal

import pytest

from claims.facts import Coverage, Patient
from claims.payer import Outcome, answer, library
from claims.payer.library import UnknownPayer, UnknownPlan, payer_books, scenario_for
from claims.payer.practice import UnknownProvider
from claims.rules.review import stands_for
from coding.codebook.default import codebook
from coding.npi import is_valid_npi
from tests.claims.scenarios import BORN, CLAIM, DAY, line

BENEFITS = {
    *("visit", "lab", "imaging", "procedure", "drug"),
    *("therapy", "preventive", "behavioral", "supply"),
}


def play(*lines, payer="SBX01", plan="ppo-standard", coverage=None, **claim):
    """The answer of a payer of the library to a claim of the golden patient."""
    sent = {**vars(CLAIM), "lines": lines, **claim}
    return answer(
        scenario_for(
            type(CLAIM)(**sent),
            payer_id=payer,
            plan_id=plan,
            coverage=coverage or Coverage(member_id=CLAIM.member_id),
            patient=Patient(born=BORN, sex="F"),
            codes=codebook(),
        ),
        codes=codebook(),
    )


def paid_reasons(answered):
    return [[f"{a.group}-{a.carc}" for a in row.adjustments] for row in answered.lines]


def test_scenario_holds_the_pairs_in_which_the_claim_may_give_way():
    claim = type(CLAIM)(**{**vars(CLAIM), "lines": (line(1, "OV-324"), line(2, "LB-422"))})
    scenario = scenario_for(
        claim,
        payer_id="SBX01",
        plan_id="ppo-standard",
        coverage=Coverage(member_id=CLAIM.member_id),
        patient=Patient(born=BORN, sex="F"),
        codes=codebook(),
    )
    every = library.payer_book("SBX01").pairs
    mine = [pair for pair in every if stands_for(pair.column2, "OV-324")]
    assert mine
    assert [pair for pair in scenario.pairs if stands_for(pair.column2, "OV-324")] == mine
    assert len(scenario.pairs) < len(every)


def test_every_payer_has_its_terms():
    terms = {
        book.payer.id: (
            book.payer.filing_limit_days,
            book.payer.correction_window_days,
            book.payer.appeal_windows,
            (book.payer.ack_days, book.payer.remit_days),
        )
        for book in payer_books()
    }
    assert terms == {
        "SBX01": (90, 180, (180, 60), (1, 15)),
        "SBX02": (120, 90, (60, 30), (1, 21)),
        "SBX03": (365, 180, (90,), (2, 30)),
        "SBX04": (365, 365, (120, 180, 60, 60, 60), (1, 14)),
        "SBX05": (365, 60, (30,), (3, 45)),
    }


@pytest.mark.parametrize("book", payer_books(), ids=lambda book: book.payer.id)
def test_every_plan_shares_the_cost_of_every_benefit(book):
    for named in book.plans.values():
        assert set(named.plan.benefits) | set(named.plan.without) == BENEFITS
        assert set(named.plan.carve_outs) <= BENEFITS


def test_what_a_payer_does_not_list_has_no_fee():
    book = library.payer_book("SBX03")
    assert not book.lists("H0005")
    assert book.lists("OV-324")
    assert library.payer_book("SBX01").lists("H0005")


def test_private_codes_that_a_plan_excludes_are_not_the_skin_family():
    named = library.payer_book("SBX04").plan("senior-b")
    assert not any(pattern == "S*" for pattern in named.plan.exclusions)


def test_every_edit_speaks_of_a_procedure_that_exists():
    known = [row.code for system in ("spc", "hcpcs") for row in codebook().all_codes(system)]
    edits = library.shared_edits()
    patterns = {pair.column1 for pair in edits.pairs} | {pair.column2 for pair in edits.pairs}
    patterns |= {policy.procedure for policy in edits.policies} | set(edits.overrides)
    for book in payer_books():
        for named in book.plans.values():
            patterns |= {*named.plan.exclusions, *(row.procedure for row in named.plan.limits)}
    assert [p for p in sorted(patterns) if not any(stands_for(p, code) for code in known)] == []


def test_every_edit_speaks_of_modifiers_and_diagnoses_that_exist():
    modifiers = {row.code for row in codebook().all_codes("modifier")}
    edits = library.shared_edits()
    used = {code for pair in edits.pairs for code in pair.modifiers}
    assert used <= modifiers
    for policy in edits.policies:
        for code in policy.diagnoses:
            assert codebook().find(code, on=DAY, system="icd10cm") is not None, code


def test_no_procedure_is_paired_with_itself():
    for pair in library.shared_edits().pairs:
        assert not stands_for(pair.column1, pair.column2.rstrip("*")), pair


def test_every_procedure_has_a_fee_and_a_benefit_with_every_payer():
    for system in ("spc", "hcpcs"):
        for row in codebook().all_codes(system):
            entry = codebook().procedure(row.code, on=DAY)
            for book in payer_books():
                assert book.fee(entry).fee > 0
                assert book.fee(entry).benefit in BENEFITS


def test_practice_has_providers_whose_numbers_hold():
    practice = library.practice()
    npis = [practice.npi, *(row.npi for row in practice.providers)]
    assert all(is_valid_npi(npi) and npi.startswith("9") for npi in npis)
    assert len(set(npis)) == len(npis)
    assert practice.provider("9990000025").name == "Marin Quill, MD"
    with pytest.raises(UnknownProvider):
        practice.provider("9990000017")


def test_unknown_payer_and_plan_are_refused_by_name():
    with pytest.raises(UnknownPayer, match="SBX99"):
        library.payer_book("SBX99")
    with pytest.raises(UnknownPlan, match="gold"):
        library.payer_book("SBX01").plan("gold")


def test_payer_that_does_not_know_the_member_turns_the_claim_back():
    answered = play(line(1, "OV-324"), coverage=Coverage(member_id=""), plan="")
    assert answered.outcome is Outcome.REJECTED


def test_visit_beside_a_joint_injection_needs_its_modifier():
    knee = line(2, "MS-210", modifiers=("RT",))
    bare, marked = (line(1, "OV-334", modifiers=m, pointers=(2,)) for m in ((), ("Z5",)))
    claim = {"diagnoses": ("M17.11", "E11.65")}
    assert paid_reasons(play(bare, knee, **claim))[0] == ["CO-236"]
    assert paid_reasons(play(marked, knee, **claim))[0] == ["PR-3"]


def test_problem_visit_inside_a_preventive_visit_is_packaged():
    visits = line(1, "PV-352"), line(2, "OV-324")
    assert paid_reasons(play(*visits, diagnoses=("Z00.01", "I10")))[1] == ["CO-97"]


def test_simple_repair_beside_a_layered_one_needs_another_wound():
    layered, simple = line(1, "SK-522"), line(2, "SK-421")
    apart = line(2, "SK-421", modifiers=("XS",))
    cut = {"diagnoses": ("S61.411A",), "accident": "other"}
    assert paid_reasons(play(layered, simple, **cut))[1] == ["CO-236"]
    assert "CO-236" not in paid_reasons(play(layered, apart, **cut))[1]
    cleaned = line(2, "SK-711", modifiers=("XS",))
    assert paid_reasons(play(layered, cleaned, **cut))[1] == ["CO-236"]


def test_modifier_goes_with_its_family():
    assert paid_reasons(play(line(1, "LB-110", modifiers=("RT",)))) == [["CO-4"]]


def test_payers_differ_in_what_they_ask_for():
    scan = line(1, "IM-314")
    claim = {"diagnoses": ("G43.909",), "member_id": "SBX1"}
    known = Coverage(member_id="SBX1")
    asked = {
        (payer, plan): paid_reasons(play(scan, payer=payer, plan=plan, coverage=known, **claim))
        for payer, plan in [("SBX01", "ppo-standard"), ("SBX04", "senior-b")]
    }
    assert asked == {
        ("SBX01", "ppo-standard"): [["CO-197"]],
        ("SBX04", "senior-b"): [["CO-16"]],
    }


def test_accident_insurance_reads_the_records_first():
    work = {"payer": "SBX05", "plan": "work-injury", "accident": "work"}
    asked = play(line(1, "OV-324"), **work)
    assert (asked.outcome, asked.due) == (Outcome.PENDED, dt.date(2026, 4, 15))
    sent = play(line(1, "OV-324", "185.00"), attachments=("records",), **work)
    assert (sent.outcome, sent.paid) == (Outcome.PAID, Decimal("141.32"))
    assert paid_reasons(play(line(1, "OV-324"), payer="SBX05", plan="work-injury")) == [["OA-109"]]
