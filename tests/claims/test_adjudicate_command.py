import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.claims.commands import run
from tests.claims.test_scenario import TEXT


@pytest.fixture
def golden(tmp_path):
    path = tmp_path / "golden.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_adjudicate_prints_one_object_a_line_in_order(golden, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(TEXT.replace("sex: F}", "sox: F}"), encoding="utf-8")
    code, out, err = run("adjudicate", golden, broken, golden, "--json")
    first, second, third = map(json.loads, out.splitlines())
    assert (code, err, first) == (1, "", third)
    assert (first["outcome"], first["paid"]) == ("paid", "105.03")
    assert second == {
        "file": str(broken),
        "error": f'{broken}:18: patient.sox: is not a known field; did you mean "sex"?',
    }


def test_adjudicate_for_people_shows_lines_reasons_and_next_steps(golden):
    code, out, _err = run("adjudicate", golden)
    assert code == 0
    assert "PAID  charge 227.00  paid 105.03  patient 41.64" in out
    assert "CO-45 23.80 PR-1 10.00 PR-2 1.64" in out
    assert "Next: Bill the patient what was not collected." in out


def test_adjudicate_for_people_says_why_a_claim_is_turned_back(golden):
    golden.write_text(TEXT.replace("  referral:\n", "  member_id: SBX9\n"), encoding="utf-8")
    code, out, _err = run("adjudicate", golden)
    assert code == 0
    assert "REJECTED  charge 227.00  paid 0.00  patient 0.00" in out
    assert "A7:164 (claim, box 1a; biller): The payer knows no member SBX9." in out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"a: [1", "check the indentation"),
        (b"- 1", "must be a group"),
        (b"payer: &x {id: *x}", "anchors"),
        (b"a" * 300_000, "larger than 256 KiB"),
    ],
)
def test_file_that_does_not_fit_is_refused_and_exits_1(content, message, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    code, out, err = run("adjudicate", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:")
    assert message in err


def test_file_that_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing.yaml", Path("no\udcffname.yaml")):
        code, out, _err = run("adjudicate", path, "--json")
        assert code == 1
        assert "cannot be read" in json.loads(out)["error"]


LINES = TEXT.splitlines()
ODD = st.sampled_from(
    ["", "x", "0", "-1", "9999-12-31", "0001-01-01", "[]", "{}", "[[1]]", '""', "99999999.99"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(LINES) - 1), ODD, st.booleans())
def test_whatever_is_written_there_is_no_traceback(tmp_path, index, odd, drop):
    line = LINES[index]
    key, colon, _rest = line.partition(":")
    changed = [] if drop else [f"{key}{colon} {odd}"]
    path = tmp_path / "odd.yaml"
    path.write_text("\n".join([*LINES[:index], *changed, *LINES[index + 1 :]]), encoding="utf-8")
    for command in ("adjudicate", "scrub"):
        code, out, _err = run(command, path, "--json")
        printed = json.loads(out)
        assert ("error" in printed) == (code == 1)
