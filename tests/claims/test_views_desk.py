"""The workbench: what it shows in each state, to whom, and what it keeps to itself."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim
from claims.queries.buttons import FORMS
from claims.queries.desk import PANES
from claims.queries.lookups import note_passages
from claims.services.diagnosing import diagnose
from tests.claims.bench import Hands, alone, pair
from tests.claims.doors import answered, closed, correcting, opened, pended, posted, recoded, sent
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def page(hands: Hands, show: str = "", **headers: str) -> str:
    """The workbench as the biller sees it, as text."""
    url = reverse("claims:claim", args=[hands.claim.pk])
    response = client_of(hands.biller).get(url, {"show": show} if show else {}, headers=headers)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("show", [*PANES, *sorted(FORMS), "nonsense", ""])
def test_every_pane_and_form_opens(show: str):
    assert 'id="consequences"' in page(posted(), show)


@pytest.mark.parametrize("name", ["claim", "lifecycle"])
def test_page_is_hidden_from_an_outsider_and_takes_no_post(name: str):
    hands = opened()
    url = reverse(f"claims:{name}", args=[hands.claim.pk])
    assert client_of(make_user("outsider")).get(url).status_code == 404
    assert client_of(hands.biller).post(url).status_code == 405
    assert client_of(hands.biller).get(url).status_code == 200


def test_page_without_sign_in_leads_to_it(client):
    url = reverse("claims:claim", args=[opened().claim.pk])
    assert client.get(url)["Location"].startswith(reverse("login"))


@pytest.mark.parametrize(
    ("ready", "filled"),
    [
        (opened, "Check coverage"),
        (lambda: opened().check(), "Send claim"),
        (recoded, "Take the coder's version 2"),
        (sent, "Next event"),
        (pended, "Send information"),
        (answered, "Post remittance 1"),
        (posted, "Bill the patient"),
        (lambda: _billed(posted()), "Next event"),
        (correcting, "Check coverage"),
        (lambda: correcting().check(), "Send corrected claim"),
        (closed, ""),
    ],
)
def test_next_move_is_the_one_filled_button(ready: Callable[[], Hands], filled: str):
    html = page(ready())
    assert html.count("btn-primary") == bool(filled)
    if filled:
        assert filled in html[html.index("btn-primary") :][:160]


def _billed(hands: Hands) -> Hands:
    hands.bill()
    return hands


def test_form_that_is_open_has_the_only_filled_button():
    html = page(posted(), "write_off")
    assert html.count("btn-primary") == 1
    assert html.index("btn-primary") > html.index('id="consequences"')


def test_moves_are_those_that_the_state_allows():
    html = page(posted())
    for label in ("Open a corrected claim", "Appeal", "Void the claim", "Write off"):
        assert label in html
    for label in ("Send claim", "Reopen", "Send information"):
        assert f">{label}<" not in html


def test_coder_of_a_pair_may_look_and_not_touch():
    hands = pair().code().open()
    url = reverse("claims:claim", args=[hands.claim.pk])
    html = client_of(hands.coder).get(url).content.decode()
    assert "Save the boxes" not in html
    assert reverse("claims:submit", args=[hands.claim.pk]) not in html


def test_tab_brings_only_its_pane_to_htmx():
    html = page(posted(), "money", HX_Request="true", HX_Target="consequences")
    assert html.lstrip().startswith('<div id="consequences"')
    assert "<html" not in html


def test_bar_adds_up_to_the_charge():
    html = page(posted(), "money")
    for amount in ("$221.00", "$105.91", "$73.23", "$41.86"):
        assert amount in html


def test_denial_tells_the_reason_the_line_and_the_next_step():
    hands = opened("bench-scan")
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    hands.answered()
    html = page(hands, "answers")
    assert "CO-197" in html
    assert "Next:" in html
    asked = page(hands, "causes")
    assert "Sent without it being entered" not in asked
    diagnose(hands.claim.pk, **hands.call(chosen=""))
    causes = page(hands, "causes")
    assert "line 2" in causes
    assert "Sent without it being entered" in causes
    assert 'href="#box-authorization"' in causes


def test_pages_never_show_the_key():
    """A learner who left the organism out finds nothing of it, nor of what the case teaches."""
    hands = alone()
    hands.code(hands.slip("organism left out")).open().check()
    hands.send()
    hands.answered().post()
    case = hands.case
    secrets = [
        "B96.20",
        *(row.rationale for row in case.key.diagnoses),
        *(row.rationale for row in case.key.procedures),
        *(pitfall.lesson for pitfall in case.pitfalls),
        *case.hints,
        case.teaches.coder,
        case.teaches.biller,
    ]
    for show in [*PANES, *sorted(FORMS)]:
        html = page(hands, show)
        assert [secret for secret in secrets if secret in html] == []


def test_rules_that_came_too_late_are_for_who_may_see_marks():
    hands = pair("bench-scan")
    hands.code(hands.slip("headache coded instead of migraine")).open()
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    hands.answered()
    url = reverse("claims:claim", args=[hands.claim.pk])
    said = "What comes next on the same line"
    learner = client_of(hands.biller).get(url, {"show": "causes"}).content.decode()
    teacher = client_of(make_user("teacher")).get(url, {"show": "causes"}).content.decode()
    overtaken = [
        row
        for remittance in hands.claim.submissions.get().remittances.all()
        for row in remittance.findings
        if not row["decisive"]
    ]
    assert said not in learner
    assert (said in teacher) == bool(overtaken)


def test_page_asks_the_same_number_of_queries_however_long_the_story():
    hands = opened().check()
    short = {pane: _queries(hands, pane) for pane in PANES}
    assert min(short.values()) > 10
    assert max(short.values()) <= 36
    for place in range(20):
        hands.edit(member_id=f"SBX10020{place:04d}")
        hands.check()
    hands.edit(member_id="SBX100200301")
    assert {pane: _queries(hands, pane) for pane in PANES} == short


def _queries(hands: Hands, pane: str) -> int:
    client = client_of(hands.biller)
    url = reverse("claims:claim", args=[hands.claim.pk])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url, {"show": pane})
    return len(asked)


def test_lifecycle_page_shows_the_path():
    hands = posted()
    url = reverse("claims:lifecycle", args=[hands.claim.pk])
    html = client_of(hands.biller).get(url).content.decode()
    assert "The claim went Draft → Submitted → Paid, in 3 moves." in html


def test_closed_claim_says_how_it_went():
    hands = _billed(posted())
    while hands.claim.state != "closed":
        hands.move()
    html = page(hands)
    assert "Paid in full" in html
    assert "First pass clean: sent once, and never touched again." in html
    voided = page(closed())
    assert "Voided" in voided
    assert "Sent 2 times." in voided


def test_appeal_is_shown_while_it_waits_and_when_it_is_decided():
    hands = posted()
    hands.appeal("The record supports it.", [note_passages(hands.claim)[0]])
    assert "the decision is expected on" in page(hands, "answers")
    hands.move()
    html = page(hands, "answers")
    assert "Upheld" in html
    assert "decided" in html


def test_every_link_of_a_finding_leads_to_a_place_on_the_page():
    hands = opened("bench-wound")
    hands.edit(member_id="", rendering_npi="9990000026", patient_born=date(2030, 1, 1))
    html = page(hands)
    links = set(re.findall(r'href="#((?:box|line)-[a-z0-9-]+)"', html))
    assert {"box-member-id", "box-rendering-npi", "box-patient-born"} <= links
    assert [link for link in links if f'id="{link}"' not in html] == []
