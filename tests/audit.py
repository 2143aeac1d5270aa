"""Are the installed packages whole, and is any known to be vulnerable?

`python tests/audit.py` asks PyPI's advisory service, and OSV where that does not answer. It fails
when packages do not fit together or one has a known vulnerability. Where no service answers it says
so, loudly, and does not fail: a machine without network must be able to check its code.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

SERVICES: tuple[tuple[str, ...], ...] = (
    ("--vulnerability-service", "pypi"),
    ("--vulnerability-service", "osv"),
)
AUDIT = ("pip_audit", "--local", "--skip-editable", "--progress-spinner", "off", "--timeout", "10")


def main(services: Sequence[tuple[str, ...]] = SERVICES) -> int:
    """0 unless packages do not fit together or one is known to be vulnerable."""
    broken = run("pip", "--disable-pip-version-check", "check")
    sys.stdout.write(broken.stdout)
    left: dict[str, str] = {}
    found: list[str] = []
    for service in services:
        left, found = ask(service)
        if found or not left:
            break
    sys.stdout.writelines(f"VULNERABLE: {line}\n" for line in found)
    if left:
        named = "the packages" if "all" in left else f"{len(left)} packages"
        sys.stdout.write(
            f"WARNING: NOT AUDITED: no advisory service answered about {named}. Run this where "
            "there is a network.\n"
        )
    elif not found:
        sys.stdout.write("No installed package has a known vulnerability.\n")
    return int(bool(found) or broken.returncode != 0)


def ask(service: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """What an advisory service says, as `read` returns it."""
    return read(run(*AUDIT, "--format", "json", *service).stdout)


def read(report: str) -> tuple[dict[str, str], list[str]]:
    """Why each package was not audited, by name; and what is vulnerable, a line each."""
    try:
        rows: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return {"all": "no report"}, []
    left = {row["name"]: row["skip_reason"] for row in rows if "skip_reason" in row}
    found = [
        f"{row['name']} {row['version']}: {flaw['id']}, mended in "
        f"{', '.join(flaw['fix_versions']) or 'no release yet'}"
        for row in rows
        for flaw in row.get("vulns", ())
    ]
    return left, found


def run(module: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a module of this Python."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
