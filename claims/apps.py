"""The biller's desk and the payer."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims, submissions, remittances and the ledger."""

    name = "claims"
