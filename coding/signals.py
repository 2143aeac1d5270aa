"""What the coder's room tells whoever listens: it knows neither partners nor classes."""

from django.dispatch import Signal

handed_over = Signal()
"""The codes went to the other desk: finalised, or sent back. `attempt_id`; sent inside the
transaction."""
