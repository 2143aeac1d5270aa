"""What the coder's dashboard shows."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coding.queries import Stage, Workbench, Worklist, WorkRow, worklist
from coding.services import release_marks, return_to_coder, start_attempt
from tests.coding.desk import alone
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


def test_worklist_of_nobody_is_empty() -> None:
    assert worklist([]) == Worklist([], [], [], [])
    assert worklist([]).is_empty


def test_worklist_row_says_what_to_do() -> None:
    attempt = alone().attempt
    assert worklist([attempt.pk]).to_code == [
        WorkRow(
            attempt_id=attempt.pk,
            case="E. coli urinary tract infection",
            specialty="Family medicine",
            difficulty=1,
            minutes=15,
            service_date=date(2026, 3, 10),
            scenario_date=date(2026, 3, 10),
            stage=Stage.TO_CODE,
            is_begun=False,
            version=0,
            reason="",
            returned_on=None,
            query="",
            score=None,
        )
    ]


def test_worklist_follows_the_work() -> None:
    desk = alone()

    def only() -> tuple[Stage, bool, int, str, Decimal | None]:
        found = worklist([desk.attempt.pk])
        rows = [*found.sent_back, *found.to_code, *found.coded, *found.released]
        (row,) = rows
        return (row.stage, row.is_begun, row.version, row.reason, row.score)

    desk.save(desk.key_answer)
    assert only() == (Stage.TO_CODE, True, 0, "", None)
    desk.finalise()
    assert only() == (Stage.CODED, True, 1, "", None)
    return_to_coder(desk.attempt.pk, actor=make_user("bo"), reason="Line 2")
    assert only() == (Stage.SENT_BACK, True, 1, "Line 2", None)
    desk.finalise()
    release_marks(desk.attempt.pk, actor=desk.coder)
    assert only() == (Stage.RELEASED, True, 2, "", Decimal("1.0000"))


@pytest.mark.parametrize("count", [1, 20])
def test_worklist_is_one_query(count: int, django_assert_num_queries: Any) -> None:
    version = make_case().versions.get()
    attempts = [start_attempt(version).pk for _ in range(count)]
    with django_assert_num_queries(1):
        assert len(worklist(attempts).to_code) == count


def test_learner_pages_have_no_field_for_the_key() -> None:
    names = {field.name for dto in (Workbench, WorkRow) for field in fields(dto)}
    assert not any("key" in name or "rationale" in name for name in names)
