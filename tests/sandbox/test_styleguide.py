"""The style guide draws every component, so it is the first page to break."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from sandbox.styleguide import styleguide


def test_styleguide_draws_every_component():
    request = RequestFactory().get("/styleguide/")
    request.user = AnonymousUser()
    page = styleguide(request).content.decode()
    parts = ("worklist", "panel", "callout", "stats", "balance", "timeline", "bar-table")
    parts += ("filters", "empty", "error-summary", "confirm", "context-banner", "term", "note")
    missing = [part for part in parts if f'class="{part}' not in page and f" {part}" not in page]
    assert missing == []


def test_styleguide_has_nothing_inline():
    request = RequestFactory().get("/styleguide/")
    request.user = AnonymousUser()
    page = styleguide(request).content.decode()
    assert (" style=" in page, "<style" in page, " onclick=" in page) == (False, False, False)
