"""What the desk's forms take and refuse; whether a value is right is not theirs to say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django import forms

from claims.content import ClaimContent, ContentLine
from claims.forms import (
    BoxCommentForm,
    BoxesForm,
    InformationForm,
    ReturnForm,
    SendForm,
    StepForm,
    WriteOffForm,
)
from claims.forms.fields import DATE_MESSAGE, MONEY_MESSAGE, DayField, MoneyField, NpiField
from claims.models import LedgerEntry
from claims.services.refusals import Refused

STEP = {"key": "k1", "version": "3"}
PAYERS = [("SBX01", "SBX01 Prairie Mutual")]
PLACES = [("11", "11 Office")]
CONTENT = ClaimContent(
    payer_id="SBX01",
    member_id="SBX100200301",
    patient_name="Rowan Ashdown",
    patient_born=date(1971, 6, 4),
    patient_sex="F",
    accident="none",
    accident_date=None,
    place_of_service="11",
    rendering_npi="9990000025",
    billing_npi="9990000017",
    ordering_npi="",
    authorization="",
    referral="",
    diagnoses=("N39.0",),
    lines=tuple(
        ContentLine(code, (), 1, Decimal(charge), (1,), date(2026, 3, 10))
        for code, charge in (("OV-324", "185.00"), ("LB-422", "24.00"))
    ),
)
BOXES = {
    "payer_id": "SBX01",
    "member_id": "SBX100200301",
    "patient_name": "Rowan Ashdown",
    "patient_born": "1971-06-04",
    "patient_sex": "F",
    "accident": "none",
    "place_of_service": "11",
    "rendering_npi": "9990000025",
    "relationship": "self",
    "signature_on_file": "on",
    "assigns_benefits": "on",
    "accepts_assignment": "on",
    "provider_signed": "on",
    "tax_id": "00-0000101",
    "charge_1": "185.00",
    "charge_2": "24.00",
}


def boxes_form(*, replaces: bool = False, **typed: str) -> BoxesForm:
    data = {**STEP, **BOXES, **typed}
    return BoxesForm(data, content=CONTENT, payers=PAYERS, places=PLACES, replaces=replaces)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("185", "185.00"),
        ("185.5", "185.50"),
        (" 185.00 ", "185.00"),
        ("$185.00", "185.00"),
        ("0", "0.00"),
        ("999999.99", "999999.99"),
    ],
)
def test_money_takes_dollars_and_cents(typed: str, amount: str):
    assert str(MoneyField(label="Charge").clean(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "1e9",
        "12,5",
        "-5",
        "1,200.00",
        "1.005",
        "١٢",
        "NaN",
        "Infinity",
        ".5",
        "5.",
        "1234567",
        "+5",
    ],
)
def test_money_refuses_what_is_no_amount(typed: str):
    with pytest.raises(forms.ValidationError) as refused:
        MoneyField(label="Charge").clean(typed)
    assert refused.value.messages == [MONEY_MESSAGE]


@pytest.mark.parametrize("typed", ["3/10/2026", "2026-02-30", "10.03.2026", "yesterday"])
def test_day_refuses_what_is_no_date(typed: str):
    with pytest.raises(forms.ValidationError) as refused:
        DayField(label="Date").clean(typed)
    assert refused.value.messages == [DATE_MESSAGE]


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("9990000025", True),
        ("9990000026", True),  # a wrong check digit is the scrubber's to find
        ("", True),
        ("999000002", False),
        ("99900000255", False),
        ("999000002x", False),
        ("٩٩٩٠٠٠٠٠٢٥", False),
    ],
)
def test_npi_has_ten_digits_or_none(typed: str, fits: bool):
    field = NpiField(label="NPI")
    if fits:
        assert field.clean(typed) == typed
    else:
        with pytest.raises(forms.ValidationError):
            field.clean(typed)


def test_boxes_become_typed_changes_with_a_charge_for_each_line():
    form = boxes_form(charge_2="30", accident="auto", accident_date="2026-03-09")
    assert form.is_valid(), form.errors
    assert form.arguments() == {
        "key": "k1",
        "expected_version": 3,
        "content_changes": {
            "payer_id": "SBX01",
            "member_id": "SBX100200301",
            "patient_name": "Rowan Ashdown",
            "patient_born": date(1971, 6, 4),
            "patient_sex": "F",
            "accident": "auto",
            "accident_date": date(2026, 3, 9),
            "ordering_npi": "",
            "authorization": "",
            "referral": "",
            "place_of_service": "11",
            "rendering_npi": "9990000025",
            "relationship": "self",
            "insured_name": "",
            "insured_born": None,
            "referring_npi": "",
            "signature_on_file": True,
            "assigns_benefits": True,
            "accepts_assignment": True,
            "provider_signed": True,
            "tax_id": "00-0000101",
            "billing_street": None,
            "billing_zip": None,
            "attachments": (),
            "charges": (Decimal("185.00"), Decimal("30.00")),
            "drugs": {},
        },
    }


def test_boxes_name_each_field_that_is_wrong():
    form = boxes_form(
        charge_1="1e9", charge_2="12,5", member_id="SBX 12", patient_born="", rendering_npi="12"
    )
    assert not form.is_valid()
    assert set(form.errors) == {
        "charge_1",
        "charge_2",
        "member_id",
        "patient_born",
        "rendering_npi",
    }


def test_boxes_show_what_stands_even_where_no_choice_has_it():
    odd = replace(CONTENT, payer_id="SBX99", place_of_service="77")
    form = BoxesForm(content=odd, payers=PAYERS, places=PLACES, replaces=False)
    assert form["payer_id"].value() == "SBX99"
    assert form["place_of_service"].value() == "77"
    assert [value for value, _ in form.fields["payer_id"].choices] == ["SBX99", "SBX01"]
    assert [bound.value() for bound in form.charges()] == ["185.00", "24.00"]


@pytest.mark.parametrize(
    ("replaces", "typed", "box"),
    [
        (False, "1", None),
        (True, "1", "1"),
        (True, "7", "7"),
        (True, "", None),
    ],
)
def test_box_22_is_the_billers_where_there_is_something_to_replace(replaces, typed, box):
    form = boxes_form(replaces=replaces, resubmission=typed)
    assert form.is_valid()
    assert form.arguments()["content_changes"].get("resubmission") == box


def test_box_22_stands_on_replacement_until_it_is_changed():
    form = BoxesForm(content=CONTENT, payers=PAYERS, places=PLACES, replaces=True)
    assert form["resubmission"].value() == "7"
    assert not boxes_form(replaces=True, resubmission="8").is_valid()


def test_send_gives_the_reasons_that_were_typed():
    warnings = [("S44-2", "Diagnosis may not support necessity"), ("S06", "Verify eligibility")]
    data = {**STEP, "reason_S44-2": "  The note shows it. ", "reason_S06": "  "}
    form = SendForm(data, warnings=warnings)
    assert form.is_valid()
    assert form.arguments() == {
        "key": "k1",
        "expected_version": 3,
        "warning_reasons": {"S44-2": "The note shows it."},
    }


def test_send_marks_the_warnings_without_a_reason():
    form = SendForm({**STEP, "reason_S06": ""}, warnings=[("S06", "Verify eligibility")])
    assert form.is_valid()
    form.ask_for_reasons()
    assert list(form.errors) == ["reason_S06"]


def test_return_needs_a_reason_and_gives_no_key():
    form = ReturnForm({**STEP, "reason": "Line 2 points at the organism."})
    assert form.is_valid()
    assert form.arguments() == {"expected_version": 3, "reason": "Line 2 points at the organism."}
    assert not ReturnForm({**STEP, "reason": "  "}).is_valid()


def test_write_off_knows_its_kinds_and_never_a_void():
    data = {**STEP, "amount": "5", "kind": "avoidable", "reason": "Filed late."}
    form = WriteOffForm(data)
    assert form.is_valid()
    assert form.arguments() == {
        "key": "k1",
        "expected_version": 3,
        "amount": Decimal("5.00"),
        "kind": LedgerEntry.WriteOff.AVOIDABLE,
        "reason": "Filed late.",
    }
    assert not WriteOffForm({**data, "kind": "void"}).is_valid()


def test_information_is_one_answer():
    documents = [("accident", "The accident form"), ("records", "The note")]
    form = InformationForm({**STEP, "document": "records", "note": ""}, documents=documents)
    assert form.is_valid()
    assert form.arguments() == {
        "key": "k1",
        "expected_version": 3,
        "answer": {"document": "records", "note": ""},
    }


@pytest.mark.parametrize(("field", "shown"), [("reason", "reason"), ("elsewhere", "__all__")])
def test_refusal_stands_at_its_field_or_above_the_form(field: str, shown: str):
    form = ReturnForm({**STEP, "reason": "x"})
    assert form.is_valid()
    with form.refusals():
        raise Refused(field, "Not so.")
    assert form.errors == {shown: ["Not so."]}


def test_step_without_key_or_version_is_refused():
    assert set(StepForm({}).errors) == {"key", "version"}
    assert set(StepForm({"key": "k" * 65, "version": "-1"}).errors) == {"key", "version"}


@pytest.mark.parametrize(("letter", "is_valid"), [("a", True), ("é", True), ("語", False)])
def test_box_comment_is_no_longer_than_an_index_holds(letter: str, is_valid: bool):
    form = BoxCommentForm({"field": "payer_id", "text": letter * 1000})
    assert form.is_valid() is is_valid
