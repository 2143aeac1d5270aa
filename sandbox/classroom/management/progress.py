"""A progress bar for long commands."""

from django.core.management.base import OutputWrapper

WIDTH = 30


class Bar:
    """Call it with how many of how many are done; it redraws one line."""

    def __init__(self, out: OutputWrapper, *, label: str) -> None:
        self.out, self.label = out, label

    def __call__(self, done: int, total: int) -> None:
        """Draw; end the line when all is done."""
        filled = WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        end = "\n" if done == total else ""
        self.out.write(f"\r{self.label} [{bar}] {done}/{total}", ending=end)
