"""The page on which a scenario is pasted and adjudicated."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from claims.queries.trial import FOLDER, examples
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
URL = "claims:try"


def post(text: str):
    return client_of(make_user()).post(reverse(URL), {"scenario": text})


def test_page_offers_the_examples_and_fills_in_the_chosen_one():
    chosen = examples()[-1]
    page = client_of(make_user()).get(reverse(URL), {"example": chosen.slug})
    assert [row.slug for row in page.context["examples"]] == [row.slug for row in examples()]
    assert page.context["form"]["scenario"].value() == chosen.text
    assert {row.slug for row in examples()} == {path.stem for path in FOLDER.glob("*.yaml")}


def test_page_with_an_example_that_does_not_exist_is_empty():
    page = client_of(make_user()).get(reverse(URL), {"example": "../../secret\x00"})
    assert (page.status_code, page.context["form"]["scenario"].value()) == (200, "")


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.slug)
def test_answer_is_the_one_of_the_command(example, capsys):
    page = post(example.text)
    call_command("adjudicate", str(FOLDER / f"{example.slug}.yaml"), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert page.status_code == 200
    assert json.loads(page.context["trial"].raw) == printed


def test_trace_keeps_what_did_not_decide():
    text = next(row.text for row in examples() if row.slug == "several-reasons")
    trial = post(text).context["trial"]
    assert [cause.code for cause in trial.deciding] == ["PR-27"]
    assert [cause.code for cause in trial.overtaken] == ["CO-197", "PR-96", "CO-50"]
    assert {"S07", "S36"} <= {note.rule for note in trial.held}


def test_examples_meet_every_outcome():
    outcomes = {post(row.text).context["trial"].answer.outcome.value for row in examples()}
    assert outcomes == {"rejected", "pended", "denied", "paid"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste a scenario"),
        ("payer: {id: SBX01}", "Line 1: plan is missing; add it."),
        ("a: [", "Line 1"),
        ("\x00", "Null characters are not allowed."),
        (examples()[0].text.replace("claim:", "clam:"), "did you mean"),
    ],
)
def test_text_that_does_not_fit_is_told_with_line_and_field(text, said):
    page = post(text)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "trial" not in page.context


def test_text_keeps_what_was_typed_and_stays_text():
    page = post("<script>alert(1)</script>")
    html = page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html


def test_text_above_the_limit_is_refused():
    assert post("#" * 300_000).status_code == 422
