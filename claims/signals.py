"""What the claims' room tells whoever listens."""

from django.dispatch import Signal

claim_closed = Signal()
"""A claim was closed. `claim`; sent inside the transaction."""
