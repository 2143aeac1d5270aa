"""A form with free text: what looks real is refused or asked about, and what was typed is kept."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from coding.invented import InventedOnly
from coding.templatetags.clean_claim import field

SSN, PHONE = "Her number is 219-09-9999.", "Call 312-867-5309 first."


class Letter(InventedOnly, forms.Form):
    """A form with every kind of field that a person may fill in."""

    own_data = frozenset({"username"})
    text = forms.CharField(max_length=200, widget=forms.Textarea)
    short = forms.CharField(required=False)
    username = forms.CharField(required=False)
    password = forms.CharField(required=False, widget=forms.PasswordInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    choice = forms.ChoiceField(required=False, choices=[(PHONE, PHONE)])


def filled(known: str | None = None, **typed: Any) -> Letter:
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return Letter(data, known=None if known is None else lambda: known)


def tick_of(text: str) -> Any:
    """The box beside a field with this text."""
    form = filled(text=text)
    assert not form.is_valid()
    return form.fields["text"].tick


def test_what_can_only_be_real_is_refused_and_kept() -> None:
    form = filled(text=SSN)
    assert form.errors["text"] == [
        "“219-09-9999” looks like a Social Security number of a real person. Everything here is "
        "invented: take it out."
    ]
    assert form["text"].value() == SSN
    assert not hasattr(form.fields["text"], "tick")


def test_what_may_be_invented_is_asked_about_and_taken_when_ticked() -> None:
    form = filled(text=PHONE)
    assert "looks like a telephone number" in form.errors["text"][0]
    tick = form.fields["text"].tick
    assert (tick.name, tick.ticked, tick.words) == ("text-invented", False, "312-867-5309")
    again = filled(text=PHONE, text__invented=tick.value)
    assert again.is_valid()
    assert again.fields["text"].tick.ticked


def test_much_that_may_be_invented_is_asked_about_in_one_sentence() -> None:
    form = filled(text=f"{PHONE} Or ann@clinic.org.")
    assert form.errors["text"] == [
        "“312-867-5309” looks like a telephone number, “ann@clinic.org” like an e-mail address. "
        "Everything here is invented: take them out, or tick below that they are invented."
    ]
    page = render_to_string("components/field.html", field(form["text"]))
    assert "</span>312-867-5309, ann@clinic.org are invented</label>" in page


def test_tick_is_for_these_words_and_this_field() -> None:
    value = tick_of(PHONE).value
    other = PHONE.replace("5309", "5310")
    assert not filled(text=other, text__invented=value).is_valid()
    assert not filled(text=f"{PHONE} or 312-867-5310", text__invented=value).is_valid()
    assert not filled(text="a", short=PHONE, text__invented=value).is_valid()
    assert filled(text=f"Please! {PHONE}", text__invented=["junk", value]).is_valid()


def test_tick_lets_nothing_through_that_can_only_be_real() -> None:
    value = tick_of(PHONE).value
    form = filled(text=f"{PHONE} {SSN}", text__invented=value)
    assert len(form.errors["text"]) == 1
    assert "Social Security" in form.errors["text"][0]


def test_what_the_case_says_is_let_through() -> None:
    assert filled(known=f"phone: {PHONE}", text=PHONE).is_valid()
    assert not filled(known="phone: 312-867-5310", text=PHONE).is_valid()


def test_only_what_a_person_writes_freely_is_looked_at() -> None:
    own = dict.fromkeys(("username", "password", "key", "choice"), PHONE)
    assert filled(text="Well.", **own).is_valid()


def test_field_shows_its_error_and_the_tick(rf: Any) -> None:
    form = filled(text=PHONE)
    form.is_valid()
    page = render_to_string("components/field.html", field(form["text"]))
    tick = form.fields["text"].tick
    assert 'id="id_text_error"' in page
    assert f'name="text-invented" value="{tick.value}" id="id_text_invented"' in page
    assert '<label class="form-check-label" for="id_text_invented">' in page
    assert 'aria-invalid="true"' in page
    assert PHONE in page


@pytest.mark.parametrize("data", [None, {}])
def test_form_that_nobody_filled_in_says_nothing_of_it(data: Any) -> None:
    form = Letter(data)
    assert not form.is_valid()
    assert "invented" not in str(form.errors)
