"""Which action leads out of an answer."""

import pytest

from claims.reason_texts.kinds import Action
from claims.remedies import right_actions
from coding.cases import Pitfall
from coding.cases.model import Change

PITFALL = Pitfall(
    name="no leave",
    change=Change(),
    outcome="denied",
    reasons=("CO-197",),
    right_action="write_off",
    lesson="",
)


@pytest.mark.parametrize(
    ("codes", "rarcs", "right"),
    [
        (["A7:164"], [], {Action.NEW_CLAIM}),
        (["CO-16"], ["MA130"], {Action.NEW_CLAIM}),
        (["CO-18"], [], {Action.STATUS_CHECK}),
        (["OA-18"], [], {Action.STATUS_CHECK}),
        (["CO-9999"], [], set()),
    ],
)
def test_usual_action_of_a_reason_is_right(codes, rarcs, right):
    assert right_actions(codes, rarcs=rarcs) == right


def test_reason_that_an_appeal_can_win_allows_the_appeal():
    assert Action.APPEAL in right_actions(["CO-50"])
    assert Action.APPEAL not in right_actions(["CO-27"])


def test_leave_is_half_of_a_way_and_the_corrected_claim_the_other():
    found = right_actions(["CO-197"])
    assert (Action.AUTHORIZE in found) <= (Action.CORRECT in found)


def test_case_that_names_the_pitfall_decides():
    assert right_actions(["CO-197"], pitfalls=[PITFALL]) == {Action.WRITE_OFF}
    assert right_actions(["CO-18"], pitfalls=[PITFALL]) == {Action.STATUS_CHECK}
