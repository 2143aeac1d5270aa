import re
from pathlib import Path

import pytest

from claims import reasons
from claims.reasons import UnknownReason, all_reasons, all_remarks

SOURCE = Path(reasons.__file__).parent


def used(pattern):
    """What the rules and the payer write, read from their source."""
    texts = [
        path.read_text(encoding="utf-8")
        for room in ("rules", "payer")
        for path in (SOURCE / room).glob("*.py")
    ]
    return {code for text in texts for code in re.findall(pattern, text)}


def test_every_reason_that_the_payer_gives_is_explained():
    carcs = used(r'carc[=:]+ ?"([A-Z]?\d{1,3})"') | used(r'"(?:OA|CO|PR)", "(\d+)"')
    carcs |= used(r'"(?:OA|CO|PR|PI)-([A-Z]?\d{1,3})\b')
    carcs |= {"1", "2", "3", "45", "193", "286"}
    assert carcs >= {"11", "16", "18", "27", "29", "59", "197", "236", "23"}
    assert carcs - {row.code for row in all_reasons()} == set()


def test_every_remark_that_the_payer_gives_is_explained():
    listed = used(r"rarcs?=(?:\(|\")[^)]*") | used(r'OUT_OF_POCKET_REACHED = "(\w+)"')
    rarcs = {code for text in listed for code in re.findall(r"(?:MA|M|N)\d{1,3}", text)}
    assert rarcs >= {"M76", "MA130", "N16", "N211"}
    assert rarcs - {row.code for row in all_remarks()} == set()


def test_every_front_door_status_is_explained():
    for code in used(r'"(A\d:\d{3})"'):
        assert reasons.status(code).next_step.endswith("again.") or code == "A7:535"


def test_every_explanation_says_something():
    for row in all_reasons():
        assert all((row.says, row.teaches, row.next_step)), row.code
    assert len({row.code for row in all_reasons()}) == len(all_reasons())
    assert len({row.code for row in all_remarks()}) == len(all_remarks())


@pytest.mark.parametrize("look_up", ["reason", "remark", "group", "status"])
def test_unknown_number_is_refused_by_name(look_up):
    with pytest.raises(UnknownReason, match="QQ"):
        getattr(reasons, look_up)("QQ")


def test_unprocessable_remark_asks_for_a_new_claim():
    assert reasons.is_unprocessable(("M76", "MA130"))
    assert not reasons.is_unprocessable(("M53",))
