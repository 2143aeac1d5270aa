"""Cases that instructors write in the browser."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """Drafts of cases, with every saved state of them."""

    name = "sandbox.authoring"
    label = "authoring"
