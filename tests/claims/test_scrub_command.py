import json

import pytest

from tests.claims.commands import run
from tests.claims.test_scenario import TEXT


@pytest.fixture
def golden(tmp_path):
    path = tmp_path / "golden.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_scrub_prints_a_clean_claim(golden):
    code, out, err = run("scrub", golden, "--json")
    assert (code, json.loads(out), err) == (0, {"clean": True, "findings": []}, "")


def test_scrub_prints_findings_by_number(golden):
    text = TEXT.replace("diagnoses: [E11.65, I10]", "diagnoses: []").replace("[1, 2]", "[1]")
    golden.write_text(text, encoding="utf-8")
    code, out, _err = run("scrub", golden, "--json")
    printed = json.loads(out)
    assert (code, printed["clean"]) == (0, False)
    assert [(row["rule"], row["line"]) for row in printed["findings"]] == [
        ("S10", None),
        ("S19", 1),
        ("S19", 2),
    ]
    assert list(printed["findings"][0]) == [
        "rule",
        "severity",
        "owner",
        "box",
        "line",
        "message",
    ]


def test_scrub_for_people_says_what_to_look_at(golden):
    golden.write_text(TEXT.replace('"9990000017"', '"9990000018"'), encoding="utf-8")
    code, out, _err = run("scrub", golden)
    assert code == 0
    assert "1 to look at" in out
    assert "S33 error (claim, box 33a; biller)" in out


def test_scrub_refuses_a_file_that_does_not_fit(golden):
    golden.write_text("payer: 1", encoding="utf-8")
    code, _out, err = run("scrub", golden)
    assert code == 1
    assert err.startswith(f"{golden}:1: ")
