"""The picture says what the model says, and where a claim has been."""

from datetime import date
from typing import Any

from claims.lifecycle import Step, all_moves, draw, move_label
from claims.models import Claim, ClaimState
from claims.picture import HEIGHT, WIDTH

DAY = date(2026, 3, 10)
PATH = (
    Step(1, "submit", "draft", "submitted", DAY),
    Step(2, "accept", "submitted", "submitted", DAY),
    Step(3, "deny", "submitted", "denied", DAY),
    Step(4, "open_correction", "denied", "corrected", DAY),
    Step(5, "resubmit", "corrected", "submitted", DAY),
    Step(6, "pay", "submitted", "paid", DAY),
)


def declared() -> set[tuple[str, str]]:
    """Every move of the model with a state that it leaves from, read from the methods."""
    field: Any = Claim._meta.get_field("state")
    return {(move.name, str(move.source)) for move in field.get_all_transitions(Claim)}


def test_table_has_every_move_of_the_model_and_no_other():
    assert {(move.name, move.source) for move in all_moves()} == declared()
    assert len(all_moves()) == len(declared())


def test_picture_has_a_box_for_every_state_inside_its_frame():
    nodes = draw(now="draft").nodes
    assert [node.state for node in nodes] == ClaimState.values
    assert all(n.left >= 0 and n.left + n.width <= WIDTH for n in nodes)
    assert all(n.top >= 0 and n.top + n.height <= HEIGHT for n in nodes)
    assert len({(node.x, node.y) for node in nodes}) == len(nodes)


def test_picture_has_an_arrow_for_every_pair_that_a_move_joins():
    pairs = {(move.source, target) for move in all_moves() for target in move.targets}
    arrows = draw(now="draft").arrows
    assert {(arrow.source, arrow.target) for arrow in arrows} == pairs
    assert len(arrows) == len(pairs)


def test_moves_that_come_back_name_every_state_they_may_lead_to():
    cancel = next(move for move in all_moves() if move.name == "cancel_correction")
    assert (cancel.source, cancel.targets) == ("corrected", ("paid", "denied"))
    accept = next(move for move in all_moves() if move.name == "accept")
    assert accept.targets == ("submitted",)


def test_moves_are_told_in_the_words_of_the_model():
    appeal = next(move for move in all_moves() if move.name == "appeal")
    assert (appeal.label, appeal.by) == ("Appeal", "biller")
    assert appeal.does == "Ask the payer to decide again, with a letter and evidence."
    assert any(told.startswith("The payer has a next level") for told in appeal.only_if)
    assert move_label("submit") == "Send claim"
    assert move_label("request_information") == "Request information"
    assert move_label("edit_boxes") == "Edit boxes"


def test_path_of_a_claim_lies_on_the_arrows():
    picture = draw(now="paid", steps=PATH)
    taken = {(a.source, a.target): a.step_text for a in picture.arrows if a.is_taken}
    assert taken == {
        ("draft", "submitted"): "1",
        ("submitted", "submitted"): "2",
        ("submitted", "denied"): "3",
        ("denied", "corrected"): "4",
        ("corrected", "submitted"): "5",
        ("submitted", "paid"): "6",
    }
    visits = {node.state: node.visits for node in picture.nodes if node.visits}
    assert visits == {"draft": 1, "submitted": 2, "denied": 1, "corrected": 1, "paid": 1}
    assert [node.state for node in picture.nodes if node.is_now] == ["paid"]


def test_path_is_told_in_words_and_in_the_table():
    picture = draw(now="paid", steps=PATH)
    assert picture.summary == (
        "The claim went Draft → Submitted → Denied → Corrected → Submitted → Paid, in 6 moves."
    )
    steps = {(row.source, row.label): row.steps for row in picture.rows if row.steps}
    assert steps[("Denied", "Open a corrected claim")] == (4,)
    assert ("Paid", "Open a corrected claim") not in steps


def test_claim_that_has_not_moved_says_so():
    picture = draw(now="draft")
    assert picture.summary == "The claim is draft; it has made no move yet."
    assert not any(arrow.is_taken for arrow in picture.arrows)
