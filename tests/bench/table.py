"""A row of the bench's table, and how rows are made from rounds."""

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from tests.bench.sides import Cost

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """One measurement: medians with their range, in `unit`. `theirs` is None where nothing stands
    beside it; `limit` is the ratio that is promised, 0 without; waits are wall clock in ms."""

    row: str
    unit: str
    ours: float
    low: float
    high: float
    theirs: float | None = None
    against: str = ""
    limit: float = 0
    p50: float | None = None
    p95: float | None = None
    queries: int | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in theirs."""
        return self.ours / self.theirs if self.theirs else None

    def text(self) -> str:
        """The row of the printed table."""
        ratio, queries = self.ratio, self.queries
        waits = f"{self.p50:.0f} / {self.p95:.0f}" if self.p50 is not None and self.p95 else ""
        cells = (
            f"{self.row:<52}",
            f"{self.ours:>10,.2f}",
            f"{self.low:,.2f} - {self.high:,.2f}".rjust(21),
            f"{self.unit:<9}",
            (f"{self.theirs:,.2f}" if self.theirs is not None else "").rjust(9),
            (f"{ratio:.2f}" if ratio is not None else "").rjust(7),
            (f"{self.limit:g}" if self.limit else "").rjust(6),
            waits.rjust(12),
            (f"{queries}" if queries is not None else "").rjust(8),
            self.note,
        )
        return " ".join(cells).rstrip()


HEAD = (
    f"{'row':<52} {'median':>10} {'range':>21} {'unit':<9} {'against':>9} {'ratio':>7} "
    f"{'limit':>6} {'p50/p95 ms':>12} {'queries':>8}"
)


def tell(row: Row) -> None:
    """Give a row to the bench that started this section."""
    sys.stdout.write(json.dumps(asdict(row)) + "\n")
    sys.stdout.flush()


def beside(
    name: str,
    ours: Callable[[], Cost],
    theirs: Callable[[], Cost],
    *,
    against: str,
    limit: float,
    queries: int | None = None,
    rounds: int = ROUNDS,
) -> Row:
    """Both sides in turn, a warm-up round of each first: CPU per request."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    mine = [cost.cpu for cost, _ in pairs]
    waits = sorted(wait for cost, _ in pairs for wait in cost.waits)
    return Row(
        row=name,
        unit="CPU ms",
        ours=statistics.median(mine),
        low=min(mine),
        high=max(mine),
        theirs=statistics.median(cost.cpu for _, cost in pairs),
        against=against,
        limit=limit,
        p50=share(waits, 0.50),
        p95=share(waits, 0.95),
        queries=queries,
    )


def alone(name: str, found: Sequence[float], *, unit: str, **more: object) -> Row:
    """A row with nothing beside it."""
    return Row(
        row=name,
        unit=unit,
        ours=statistics.median(found),
        low=min(found),
        high=max(found),
        **more,  # type: ignore[arg-type]
    )


def share(waits: Sequence[float], part: float) -> float:
    """The value below which that part of the sorted values lies."""
    return waits[min(len(waits) - 1, int(len(waits) * part))]
