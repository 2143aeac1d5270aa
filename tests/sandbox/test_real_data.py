"""What looks like a real patient's data is kept out of every free text."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.urls import reverse

import claims.forms
import coding
import sandbox
from coding.invented import InventedOnly
from sandbox.classroom.models import Message, Notice
from tests.claims import doors
from tests.claims.pages import client_of, step
from tests.factories import make_course, make_pair, make_user
from tests.sandbox.nonsense import page_of

pytestmark = pytest.mark.django_db

SSN, MBI, NPI = "219-09-9999", "1EG4-TE5-MK74", "1003000126"
PHONE, EMAIL, BORN = "312-867-5309", "ann@clinic.org", "DOB 04/02/1950"

NOT_FREE = {
    "CalendarForm": "an address, which is checked as one",
    "CaseFilterForm": "a choice",
    "CodeQueryForm": "a search, which nothing stores",
    "CompareForm": "two codes, which nothing stores",
    "EraseForm": "the person's own user name",
    "ImportForm": "a case file: the editor's lint looks at all of it",
    "JoinForm": "a code that was given out",
    "NewForm": "a slug of letters and hyphens",
    "PairsForm": "names of the class, chosen from a list",
    "RosterForm": "the people of the class; the roster looks at the names",
    "SampleForm": "the page of samples, in development only",
    "ScenarioForm": "a scenario, which nothing stores",
    "SignInForm": "the person's own user name",
    "SourceForm": "a case file: the editor's lint looks at all of it",
}
"""Forms with a text field that are not looked at, and why."""


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Every form class of the project."""
    for room in (coding, claims, sandbox):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                importlib.import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.split(".")[0] in {"coding", "claims", "sandbox"}:
            yield found


def has_text(form: type[forms.BaseForm]) -> bool:
    """The form has a field into which text is typed."""
    fields = getattr(form, "base_fields", {})
    return any(
        isinstance(field, forms.CharField)
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.PasswordInput)
        for field in fields.values()
    )


def test_every_form_with_free_text_looks_at_it() -> None:
    free = {form for form in form_classes() if has_text(form)}
    unseen = {form.__name__ for form in free if not issubclass(form, InventedOnly)}
    assert unseen - set(NOT_FREE) == set(), "make it InventedOnly, or say why not"
    assert {form.__name__ for form in form_classes()} >= set(NOT_FREE)
    assert len(free) > 20


@pytest.mark.parametrize("words", [NPI, PHONE, EMAIL, BORN])
def test_message_that_may_be_real_comes_back_and_goes_when_ticked(words: str) -> None:
    work = make_pair()
    client = client_of(make_user("coder"))
    url = reverse("classroom:say", args=[work.attempt_id])
    response = client.post(url, {"text": f"Look: {words}", "from": "claim"})
    page = page_of(response)
    assert (response.status_code, Message.objects.count()) == (422, 0)
    assert f"Look: {words}" in page
    assert 'name="from" value="claim"' in page
    tick = response.context["form"].fields["text"].tick
    sent = {"text": f"Look: {words}", tick.name: tick.value}
    assert client.post(url, sent).status_code == 302
    assert Message.objects.get().text == f"Look: {words}"


@pytest.mark.parametrize("words", [SSN, MBI])
def test_message_that_is_real_goes_by_no_tick(words: str) -> None:
    work = make_pair()
    client = client_of(make_user("coder"))
    url = reverse("classroom:say", args=[work.attempt_id])
    for tick in ("on", "1", ""):
        response = client.post(url, {"text": words, "text-invented": tick})
        assert response.status_code == 422
    assert not Message.objects.exists()


def test_letter_may_quote_the_patient_of_its_case() -> None:
    hands = doors.stopped()
    born = hands.case.patient.born
    client = client_of(hands.biller)
    url = reverse("claims:void", args=[hands.claim.pk])
    own = f"Wrong patient: {hands.case.patient.name}, DOB {born:%m/%d/%Y}, not this one."
    other = own.replace(f"{born:%Y}", str(born.year - 1))
    refused = client.post(url, step(hands.claim, reason=other))
    assert "looks like a date of birth" in page_of(refused)
    assert client.post(url, step(hands.claim, reason=own)).status_code == 302


def test_notice_to_the_class_is_kept_when_it_comes_back() -> None:
    course = make_course(make_user("ann"))
    client = client_of(make_user("teacher"))
    url = reverse("classroom:tell", args=[course.pk])
    for text in (f"Ring me: {PHONE}", "x" * 501):
        response = client.post(url, {"text": text})
        assert response.status_code == 422
        assert text in page_of(response)
    assert not Notice.objects.exists()
