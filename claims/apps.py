"""The biller's desk and the payer."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims, submissions, remittances and the ledger."""

    name = "claims"

    def ready(self) -> None:
        """Have the database keep its guards."""
        from claims.guards import GUARDS
        from coding.guarding import keep

        keep(self, GUARDS)
