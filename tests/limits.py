"""Bounds on work that do not depend on what else the machine does: processor time, no clock."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CPU_SECONDS = 10
"""What is bounded takes hundredths of a second; work that grows with the square takes minutes."""


class TooMuchWork(BaseException):
    """A request used more processor time than any form is worth."""


@contextmanager
def cpu_limit(seconds: int = CPU_SECONDS) -> Iterator[None]:
    """Within this, the process may use so much processor time and no more; waiting, and what other
    processes use, does not count. Raises TooMuchWork."""

    def stop(_signal: int, _frame: Any) -> None:
        raise TooMuchWork

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
