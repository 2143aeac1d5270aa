"""Codes at hand: kept, used last, compared."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from coding.codebook.default import codebook
from coding.models import KeptCode
from coding.queries import codes_at_hand
from coding.services import TooManyKept, keep_code
from coding.services.keeping import MAX_KEPT
from tests.coding.desk import Desk, alone
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def text(response: Any) -> str:
    return response.content.decode()


def entry(code: str, system: str = "icd10cm") -> Any:
    return codebook().find(code, on=DAY, system=system)


def test_code_is_kept_once_and_let_go():
    user = make_user()
    for _ in range(2):
        keep_code(user, entry("E11.65"), keep=True)
    assert [row.code for row in codes_at_hand(user.pk, on=DAY).kept] == ["E11.65"]
    assert codes_at_hand(make_user("other").pk, on=DAY).is_empty
    for _ in range(2):
        keep_code(user, entry("E11.65"), keep=False)
    assert codes_at_hand(user.pk, on=DAY).is_empty


def test_there_is_room_for_so_many():
    user = make_user()
    KeptCode.objects.bulk_create(
        KeptCode(user=user, system="icd10cm", code=f"X{n}") for n in range(MAX_KEPT)
    )
    with pytest.raises(TooManyKept):
        keep_code(user, entry("E11.65"), keep=True)


def test_codes_used_last_are_offered_once_and_kept_ones_only_there():
    desk = alone()
    desk.finalise()
    keep_code(desk.coder, entry("N39.0"), keep=True)
    hand = codes_at_hand(desk.coder.pk, on=DAY)
    assert [row.code for row in hand.kept] == ["N39.0"]
    used = [row.code for row in hand.recent]
    assert used[0] == "B96.20"
    assert "N39.0" not in used
    assert len(used) == len(set(used))
    assert {row.kind for row in hand.recent} == {"d", "s"}


def test_codes_that_are_not_valid_on_the_day_are_not_offered():
    user = make_user()
    KeptCode.objects.create(user=user, system="icd10cm", code="G35")
    assert codes_at_hand(user.pk, on=DAY).is_empty


def test_page_keeps_and_the_workbench_offers():
    desk = alone()
    keep = reverse("coding:keep", args=["icd10cm", "N39.0"]) + f"?on={DAY}"
    assert desk.client.post(keep, {"keep": "1"}).status_code == 302
    page = text(desk.client.get(reverse("coding:code", args=["icd10cm", "N39.0"])))
    assert "Let go" in page
    assert 'value="add-d:N39.0"' in text(desk.get("workbench"))
    part = desk.client.post(
        keep, {"keep": "0"}, headers={"HX-Request": "true", "HX-Target": "tabular"}
    )
    assert "Keep at hand" in text(part)
    assert 'value="add-d:N39.0"' not in text(desk.get("workbench"))
    gone = reverse("coding:keep", args=["icd10cm", "N39.X"])
    assert desk.client.post(gone, {"keep": "1"}).status_code == 404
    other = reverse("coding:keep", args=["junk", "N39.0"])
    assert desk.client.post(other, {"keep": "1"}).status_code == 404


def compared(desk: Desk, **asked: str) -> Any:
    return desk.client.get(reverse("coding:compare"), asked)


def test_two_codes_side_by_side():
    desk = alone()
    page = compared(desk, code="E11.65", other="E11.22", system="icd10cm", on=str(DAY))
    assert page.status_code == 200
    assert "hyperglycemia" in text(page)
    assert "chronic kidney disease" in text(page)
    assert text(page).count('id="tabular-title1"') == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"code": "E11.65", "other": "ZZZ", "system": "icd10cm"}, "There is no such code"),
        ({"code": "E11.65", "other": "", "system": "icd10cm"}, "Enter the second code."),
        ({"code": "E11.65", "other": "I10", "system": "junk"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_compared_is_said(asked, says):
    page = compared(alone(), **asked)
    assert page.status_code == 422
    assert says in text(page)


def test_compare_begins_empty():
    assert compared(alone()).status_code == 200
