"""Clean Claim in the process of a section: `import tests.bench.ours` first of all."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")
os.environ["LOG_LEVEL"] = "ERROR"

import django

django.setup()

from django.conf import settings

settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]

DATABASE_URL = os.environ["DATABASE_URL"]
VENDOR = "sqlite" if DATABASE_URL.startswith("sqlite") else "postgresql"
NAME = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[VENDOR]
scratch = TemporaryDirectory(prefix="clean-claim-bench-")
SCRATCH = Path(scratch.name)
QUICK = bool(os.environ.get("BENCH_QUICK"))
"""A look at whether everything runs: few requests, small classes; its figures mean little."""
