"""Addresses for a test of the policy itself: pages on which nothing that was stored is escaped."""

from csp.decorators import csp_exempt
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

RAW = """<!doctype html><html lang="en"><head><title>Raw</title><base href="https://evil.example/">
</head><body><p id="here" style="display:none">Here</p>
<script>window.pwned = (window.pwned || []).concat("script")</script>
<img src="/no-such-image" onerror="window.pwned = (window.pwned || []).concat('onerror')">
<svg onload="window.pwned = (window.pwned || []).concat('svg')"></svg>
<a id="link" href="javascript:window.pwned=(window.pwned||[]).concat('link')">link</a>
<style>#styled { display: none }</style><p id="styled">Styled</p>
<iframe srcdoc="<script>parent.pwned = (parent.pwned || []).concat('frame')</script>"></iframe>
<script src="https://evil.example/evil.js"></script>
<form id="form" action="https://evil.example/"><button id="send">Send</button></form>
</body></html>"""


@login_not_required
def raw(request: HttpRequest) -> HttpResponse:
    """Markup as it was stored, under the policy of every page."""
    return HttpResponse(RAW)


urlpatterns = [
    path("raw/", raw),
    path("raw-and-without-policy/", csp_exempt()(raw)),
    path("", include("sandbox.urls")),
]
handler400 = "sandbox.views.bad_request"
handler404 = "sandbox.views.not_found"
