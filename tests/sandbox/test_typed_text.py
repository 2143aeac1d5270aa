"""Every text that somebody may type, on every form there is: what can only be a real person's is
refused at its field, and nothing that is typed is ever logged."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.claims.pages import client_of
from tests.factories import make_user
from tests.sandbox.fuzzing import Forms, all_forms
from tests.sandbox.nonsense import page_of

pytestmark = pytest.mark.django_db
__all__ = ["all_forms"]

SSN, EMAIL = "219-09-9999", "ann@clinic.org"


def test_every_text_that_is_stored_is_looked_at_on_its_page(all_forms: Forms) -> None:
    refused = set()
    for seen in all_forms.seen:
        for name in seen.form.typed:
            sent = dict(seen.form.sent()) | {name: f"Her number is {SSN}."}
            response = seen.send(sent)
            if response.status_code == 422 and "looks like a Social Security" in page_of(response):
                assert SSN in page_of(response).replace(f"“{SSN}”", "")
                refused.add((seen.form.name, name))
    texts = {
        ("account", "display_name"), ("sign_up", "display_name"),
        ("claims:appeal", "letter"), ("claims:boxes", "patient_name"),
        ("claims:boxes", "billing_street"), ("claims:void", "reason"),
        ("claims:reopen", "reason"), ("claims:return_codes", "reason"),
        ("claims:refund", "reason"), ("claims:write_off", "reason"),
        ("claims:collections", "reason"), ("claims:refuse_write_off", "reason"),
        ("claims:send_information", "note"), ("claims:submit", "reason_S06"),
        ("claims:comment", "text"), ("coding:comment", "text"),
        ("coding:query", "question"), ("coding:query", "indicators"), ("coding:query", "options"),
        ("classroom:say", "text"), ("classroom:tell", "text"),
        ("classroom:kept_comments", "text"), ("classroom:marking", "text"),
        ("classroom:marking", "reason"), ("classroom:extend", "reason"),
        ("classroom:weights", "reason"), ("classroom:key", "reason"),
        ("classroom:key", "new_rationale"), ("classroom:decide", "reason"),
        ("classroom:settings", "name"), ("classroom:settings", "term"),
        ("classroom:new_course", "name"), ("classroom:copy", "name"),
        ("classroom:assignment", "title"), ("classroom:person", "pseudonym"),
    }  # fmt: skip
    assert texts - refused == set()


# -- nothing is logged ------------------------------------------------------------------------

PASSWORD = "canary-password-7"
TYPED = "canarytyped"


TEXTS = (f"{TYPED} is taken", f"{TYPED} {SSN} {EMAIL}", f"{TYPED}\x00", f"{TYPED}%s" * 400)
"""One that every form takes, and some that it refuses."""


@pytest.mark.parametrize(
    "texts",
    [pytest.param(TEXTS, marks=pytest.mark.prove, id="all"), pytest.param(TEXTS[:1], id="one")],
)
def test_nothing_that_is_typed_is_logged(
    all_forms: Forms, caplog: pytest.LogCaptureFixture, texts: tuple[str, ...]
) -> None:
    with everything_logged(caplog):
        for seen in all_forms.seen:
            for text in texts:
                seen.send({**seen.form.sent(), **dict.fromkeys(seen.form.typed, text)})
                seen.send(dict.fromkeys(seen.form.fields, text))
        browser = Client()
        make_user("ann", password=PASSWORD)
        for name, password in (("ann", f"{PASSWORD}x"), (f"{TYPED}nobody", PASSWORD)):
            for _ in range(11):
                browser.post(reverse("login"), {"username": name, "password": password})
        browser = client_of(make_user("ann"))
        browser.post(
            reverse("account"),
            {
                "action": "password",
                "old_password": PASSWORD,
                "new_password1": f"{PASSWORD}1",
                "new_password2": f"{PASSWORD}2",
            },
        )
        browser.post(reverse("erase"), {"username": "ann", "password": f"{PASSWORD}9"})
    logged = caplog.text + "".join(
        str(vars(record).get("request", "")) + str(record.exc_text or "")
        for record in caplog.records
    )
    for word in (TYPED, PASSWORD, SSN, EMAIL):
        assert word not in logged, logged[max(0, logged.find(word) - 300) : logged.find(word) + 99]
    assert len(caplog.records) > 50


class everything_logged:  # noqa: N801 - used as a with statement
    """Within this, every logger that there is speaks at the lowest level, but for the two
    that the settings keep above DEBUG, which tell what is stored and what a page is made of."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog
        self.before: dict[logging.Logger, tuple[int, bool, bool]] = {}

    def __enter__(self) -> None:
        self.caplog.set_level(logging.DEBUG)
        for name in list(logging.root.manager.loggerDict):
            found = logging.getLogger(name)
            if name.startswith(("django.db", "django.template")):
                continue
            self.before[found] = (found.level, found.propagate, found.disabled)
            found.setLevel(logging.DEBUG)
            found.propagate, found.disabled = True, False

    def __exit__(self, *_error: Any) -> None:
        for found, (level, propagate, disabled) in self.before.items():
            found.setLevel(level)
            found.propagate, found.disabled = propagate, disabled
