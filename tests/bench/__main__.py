"""`make bench`: one table of what Clean Claim costs, most of it beside a bare Django project.

`python -m tests.bench [SECTION ...]` runs some sections only; with BENCH_QUICK=1 everything runs in
a few requests, to see that it does. The rows go to `build/bench.json` as well.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import postgres
from tests.bench.table import HEAD, Row
from tests.servers import ROOT, VENDORS, fresh_database, manage

SECTIONS = {
    "moves": VENDORS,
    "pages": ("sqlite",),
    "searching": ("sqlite",),
    "batches": VENDORS,
    "load": VENDORS,
    "footprint": VENDORS,
}


def main(wanted: list[str]) -> None:
    """Run the sections, print the table as it grows, and keep it."""
    unknown = sorted(set(wanted) - SECTIONS.keys())
    if unknown:
        sys.exit(f"No such section: {', '.join(unknown)}. There are {', '.join(SECTIONS)}.")
    manage("sqlite://:memory:", "collectstatic", "--noinput", "--verbosity", "0")
    manage("sqlite://:memory:", "build_codebook", "--verbosity", "0")
    say(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    say(HEAD)
    rows: list[Row] = []
    for section, vendors in SECTIONS.items():
        if wanted and section not in wanted:
            continue
        for vendor in vendors:
            for row in run(section, vendor):
                rows.append(row)
                say(row.text())
    kept = [{**asdict(row), "ratio": row.ratio} for row in rows]
    (ROOT / "build" / "bench.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    postgres.stop()
    over = [row for row in rows if row.limit and row.ratio and row.ratio > row.limit]
    say(f"{len(rows)} rows, {len(over)} above the limit")


def run(section: str, vendor: str) -> Iterator[Row]:
    """The rows of a section, in a process and on a database of its own."""
    with (
        TemporaryDirectory(prefix="clean-claim-bench-") as place,
        fresh_database(vendor, Path(place)) as url,
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{section}"],
            env=os.environ | {"DATABASE_URL": url},
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                yield Row(**json.loads(line))
        if process.wait():
            sys.exit(f"The section {section} on {vendor} failed.")


def say(text: str) -> None:
    """A line of the table."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
