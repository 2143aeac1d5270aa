"""From where somebody asks, by which wrong passwords are counted."""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.sandbox.test_accounts import sign_in


@pytest.mark.parametrize(
    ("https", "headers", "open_from"),
    [
        (True, ["192.0.2.7", "198.51.100.9, 192.0.2.7"], "192.0.2.8"),
        (True, ["2001:db8::7", "198.51.100.9 ,2001:DB8:0::7"], "2001:db8::8"),
        (True, ["", "nowhere", "192.0.2.7,", "192.0.2.7, <b>"], "192.0.2.8"),
        (False, ["192.0.2.7", "192.0.2.8", "192.0.2.9"], None),
    ],
)
def test_behind_a_proxy_wrong_passwords_count_by_the_address_that_it_saw(
    db: None, settings, https: bool, headers: list[str], open_from: str | None
) -> None:
    """What stands before the last comma somebody made up, and without TLS all of it."""
    settings.HTTPS = https
    make_user()
    for at in range(10):
        sign_in(Client(headers={"X-Forwarded-For": headers[at % len(headers)]}), password="wrong")
    assert sign_in(Client(headers={"X-Forwarded-For": headers[0]})).status_code == 429
    elsewhere = Client(headers={"X-Forwarded-For": open_from or "192.0.2.10"})
    assert sign_in(elsewhere).status_code == (302 if open_from else 429)
