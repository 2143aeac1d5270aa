"""Who signs in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, sign-up and a user's own data."""

    name = "sandbox.accounts"
    label = "accounts"
