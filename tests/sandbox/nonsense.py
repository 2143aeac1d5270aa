"""For tests of bad input: anything at all to type, and how to read what comes back."""

from html import unescape

from django.http import HttpResponse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FUZZ = settings(
    max_examples=25,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "0", "-1", "N39.0", "OV-324", "RT", "d1", "s1", "1-5", "\x00", "1e9"]),
)


def page_of(response: HttpResponse) -> str:
    """The page as read, its markup undone."""
    return unescape(response.content.decode())


def says_why(response: HttpResponse, status: int) -> bool:
    """Whether the answer is one of the site's own pages on why not."""
    return response.status_code == status and 'id="problem-message"' in response.content.decode()
