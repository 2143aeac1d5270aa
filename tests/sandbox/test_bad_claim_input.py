"""Whatever is typed or forged at the biller's pages: a message at its field, or a page that says
why not. Never a server error, and nothing stored that does not fit."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim, LedgerEntry
from tests.claims.bench import KNEE, Hands
from tests.claims.bench import alone as at_the_bench
from tests.claims.doors import answered, closed, opened, posted, sent
from tests.claims.pages import box_values, client_of, step
from tests.factories import make_practice, make_user
from tests.sandbox.nonsense import FUZZ, TEXT, page_of, says_why

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("charge_1", bad) for bad in ("1e9", "12,5", "-5", "NaN", "Infinity", "1.005", "$")),
        *(("charge_1", bad) for bad in ("", "\x00", "１２", "100000.00", "9" * 400)),
        *(("patient_born", bad) for bad in ("", "10/03/2026", "2026-02-30", "0", "99999-01-01")),
        ("accident_date", "yesterday"),
        *(("rendering_npi", bad) for bad in ("123456789", "12345678901", "999000002X", "٣" * 10)),
        ("ordering_npi", "9990000025\n1"),
        *(("payer_id", bad) for bad in ("SBX99", "", "SBX01\x00", "x" * 4000)),
        *(("place_of_service", bad) for bad in ("00", "", "eleven")),
        *(("member_id", bad) for bad in ("A" * 21, "SBX 1", "é")),
        *(("patient_name", bad) for bad in ("", " ", "x" * 81, "a\x00b")),
        ("patient_sex", "female"),
        ("accident", "maybe"),
        ("authorization", "x" * 21),
    ],
)  # fmt: skip
def test_boxes_name_what_does_not_fit_at_its_field(field: str, typed: str) -> None:
    hands = opened()
    before = hands.claim.content
    values = box_values(hands.claim, referral="REF-77") | {field: typed}
    response = client_of(hands.biller).post(url_of("boxes", hands), values)
    page = page_of(response)
    assert (response.status_code, hands.claim.content) == (422, before)
    assert f'href="#boxes-{field}"' in page
    assert f'id="boxes-{field}_error"' in page
    assert 'value="REF-77"' in page


def url_of(name: str, hands: Hands) -> str:
    """The address of a step of the claim."""
    return reverse(f"claims:{name}", args=[hands.claim.pk])


def test_claim_without_lines_is_held_back() -> None:
    hands = opened().check()
    empty = hands.claim.content | {"lines": [], "diagnoses": []}
    Claim.objects.filter(attempt=hands.attempt_id).update(content=empty, version=F("version") + 1)
    response = client_of(hands.biller).post(url_of("submit", hands), step(hands.claim))
    assert (response.status_code, hands.claim.state) == (422, "draft")
    assert "The scrubber holds this claim back" in page_of(response)


def test_second_submit_sends_nothing_more() -> None:
    hands = opened().check()
    client, first = client_of(hands.biller), step(hands.claim)
    again = first | {"key": str(uuid4())}
    codes = [client.post(url_of("submit", hands), data).status_code for data in (first, first)]
    assert codes == [302, 302]
    assert says_why(client.post(url_of("submit", hands), again), 409)
    assert hands.claim.submissions.count() == 1


@pytest.mark.parametrize("version", ["0", "7"])
def test_step_from_a_stale_page_is_refused(version: str) -> None:
    hands = opened()
    before = hands.claim.content
    values = box_values(hands.claim, member_id="SBX1", version=version)
    assert says_why(client_of(hands.biller).post(url_of("boxes", hands), values), 409)
    assert hands.claim.content == before


@pytest.mark.parametrize("hidden", [{"key": ""}, {"version": ""}, {"version": "one"}])
def test_step_without_its_hidden_values_comes_back(hidden: dict[str, str]) -> None:
    hands = opened()
    values = box_values(hands.claim, member_id="SBX777") | hidden
    response = client_of(hands.biller).post(url_of("boxes", hands), values)
    assert response.status_code == 422
    assert 'value="SBX777"' in page_of(response)


def test_claim_of_somebody_else_does_not_exist() -> None:
    hands = opened()
    stranger = client_of(make_user("stranger"))
    make_practice(make_user("stranger"))
    for number in (hands.claim.pk, 10**9, 2**63, 10**30):
        assert says_why(stranger.get(f"/claims/{number}/"), 404)
        assert says_why(stranger.post(f"/claims/{number}/submit/", step(hands.claim)), 404)
        assert says_why(stranger.get(f"/coding/attempts/{number}/"), 404)
    assert says_why(stranger.get(f"/claims/{'9' * 5000}/"), 404)


@pytest.mark.parametrize("amount", ["0", "0.00", "9999.99", "227.01", "-1", "NaN", "1e2", ""])
def test_write_off_of_what_is_not_owed_is_refused(amount: str) -> None:
    hands = posted()
    data = step(hands.claim, amount=amount, kind="contractual", reason="Not worth a stamp.")
    response = client_of(hands.biller).post(url_of("write_off", hands), data)
    assert response.status_code == 422
    assert 'href="#writeoff-amount"' in page_of(response)
    assert "Not worth a stamp." in page_of(response)
    assert not hands.claim.ledger.filter(kind=LedgerEntry.Kind.WRITE_OFF).exists()


def test_statement_when_nothing_is_owed_is_refused() -> None:
    hands = at_the_bench(KNEE)
    slip = next(row.name for row in hands.case.pitfalls if row.outcome == "paid" and row.reasons)
    hands.code(hands.slip(slip)).open().unscrubbed().send()
    hands.answered().post().bill()
    hands.move()
    response = client_of(hands.biller).post(url_of("bill_patient", hands), step(hands.claim))
    assert (response.status_code, hands.claim.statements.count()) == (422, 1)
    assert "left nothing to the patient" in page_of(response)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"step": "year"},
        {"step": "day"},
        {"step": "day", "from_date": "soon"},
        {"step": "event", "from_date": "2026-13-01"},
        {"step": ["day", "x"], "from_date": "2026-03-10"},
        {"step": "day", "from_date": "2026-03-10", "next": "\x00"},
    ],
)
def test_calendar_that_makes_no_sense_does_not_move(form: dict[str, Any]) -> None:
    hands = sent()
    day = hands.attempt.scenario_date
    url = reverse("claims:calendar", args=[hands.attempt_id])
    assert says_why(client_of(hands.biller).post(url, form), 400)
    assert hands.attempt.scenario_date == day


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_calendar_from_another_day_is_refused(day: str) -> None:
    hands = sent()
    url = reverse("claims:calendar", args=[hands.attempt_id])
    for how in ("day", "week", "event"):
        assert says_why(client_of(hands.biller).post(url, {"step": how, "from_date": day}), 409)


@pytest.mark.parametrize(
    "back",
    [
        "junk", "home", "?a=b", "#x", "..", "//evil.example", "https://evil.example/", "/\\evil",
        "//[", "javascript:alert(1)", "///evil.example", "x" * 9000, "/" + "x" * 9000,
    ],
)  # fmt: skip
def test_calendar_leads_to_no_other_place(back: str) -> None:
    hands = sent()
    url = reverse("claims:calendar", args=[hands.attempt_id])
    form = {"step": "day", "from_date": hands.attempt.scenario_date.isoformat(), "next": back}
    response = client_of(hands.biller).post(url, form)
    assert response["Location"] == reverse("coding:workbench", args=[hands.attempt_id])


@pytest.mark.parametrize("ready", [opened, sent, answered, closed])
def test_pane_that_does_not_exist_is_the_first_one(ready: Callable[[], Hands]) -> None:
    hands = ready()
    client, url = client_of(hands.biller), url_of("claim", hands)
    usual = client.get(url).context["desk"].pane
    for junk in ("junk", "\x00", "../boxes", "<b>", "x" * 4000, "é"):
        assert client.get(url, {"show": junk}).context["desk"].pane == usual
    for pane in ("send", "appeal", "void", "reopen", "write_off", "return_codes"):
        assert client.get(url, {"show": pane}).status_code == 200


def test_boxes_survive_anything() -> None:
    hands = opened()
    client = client_of(hands.biller)
    boxes = sorted(box_values(hands.claim))

    @FUZZ
    @given(st.dictionaries(st.sampled_from(boxes), TEXT | st.dates().map(date.isoformat)))
    def post(fields: dict[str, str]) -> None:
        response = client.post(url_of("boxes", hands), box_values(hands.claim) | fields)
        assert response.status_code in {302, 409, 422}
        assert all(line.charge >= Decimal(0) for line in hands.claim.boxes.lines)
        assert client.get(url_of("claim", hands)).status_code == 200

    post()
