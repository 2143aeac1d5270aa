"""From where somebody asks."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of who asks, by which wrong passwords are counted.

    Behind TLS (`HTTPS=1`) that is the last one in `X-Forwarded-For`, which the proxy in front wrote
    itself; those before it anybody may have made up. Without such a header, or with no address in
    it, it is whoever holds the connection.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.HTTPS:
        return direct
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return direct
