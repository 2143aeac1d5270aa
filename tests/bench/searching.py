"""Code search in process against a scan of the tabular list and against ranked FTS5."""

from tests.bench.ours import QUICK, SCRATCH  # isort: skip

import csv
import sqlite3
import time
from collections.abc import Callable
from datetime import date

import simple_icd_10_cm as tabular

from coding.codebook.default import codebook
from tests.bench.ours import ROOT
from tests.bench.table import ROUNDS, Row, share, tell

ON = date(2026, 3, 10)
QUERIES = ROOT / "tests" / "coding" / "codebook" / "search_queries.csv"
LIMIT = 0.5
"""Of ranked FTS5's p95."""


def main() -> None:
    """Every query of the list, each as it grows letter by letter from the third on."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        whole = [row["query"] for row in csv.DictReader(file)]
    typed = [query[:end] for query in whole for end in range(3, len(query) + 1)]
    queries = typed[:: 40 if QUICK else 4]
    ranked, scan = ranked_fts5(), tabular_scan()
    rounds: list[tuple[list[float], list[float], list[float]]] = []
    for _ in range(ROUNDS + 1):
        rounds.append(
            (
                timed(lambda text: codebook().search(text, on=ON, limit=10), queries),
                timed(ranked, queries),
                timed(scan, queries[::20]),
            )
        )
    for place, against, limit in ((1, "ranked FTS5", LIMIT), (2, "scan, simple-icd-10-cm", 0.0)):
        mine = [share(sorted(found[0]), 0.95) for found in rounds[1:]]
        theirs = [share(sorted(found[place]), 0.95) for found in rounds[1:]]
        waits = sorted(wait for found in rounds[1:] for wait in found[0])
        tell(
            Row(
                row=f"code search, {len(queries):,} queries as typed: p95",
                unit="CPU ms",
                ours=sorted(mine)[len(mine) // 2],
                low=min(mine),
                high=max(mine),
                theirs=sorted(theirs)[len(theirs) // 2],
                against=against,
                limit=limit,
                p50=share(waits, 0.5),
                p95=share(waits, 0.95),
                note=f"against {against}",
            )
        )


def timed(search: Callable[[str], object], queries: list[str]) -> list[float]:
    """CPU ms of each query."""
    found = []
    for query in queries:
        before = time.process_time()
        search(query)
        found.append(1000 * (time.process_time() - before))
    return found


def ranked_fts5() -> Callable[[str], object]:
    """The same texts in an FTS5 table of its own, every word a prefix, the best ten by BM25."""
    database = sqlite3.connect(SCRATCH / "ranked.sqlite3")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(code, text, prefix='2 3', tokenize='porter')"
    )
    rows = ((code, tabular.get_description(code)) for code in tabular.get_all_codes(with_dots=True))
    database.executemany("INSERT INTO t VALUES (?, ?)", rows)
    database.commit()

    def search(text: str) -> object:
        words = ["".join(c for c in word if c.isalnum()) for word in text.split()]
        match = " ".join(f'"{word}"*' for word in words if word)
        if not match:
            return []
        asked = "SELECT code FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10"
        return database.execute(asked, [match]).fetchall()

    return search


def tabular_scan() -> Callable[[str], object]:
    """Every description looked at for every word, as the package's own lists allow."""
    codes = tabular.get_all_codes(with_dots=True)
    lowered = [(code, tabular.get_description(code).lower()) for code in codes]

    def search(text: str) -> object:
        words = text.lower().split()
        return [code for code, told in lowered if all(word in told for word in words)][:10]

    return search


if __name__ == "__main__":
    main()
