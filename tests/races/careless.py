"""Sending with the lock taken out: the controls that show what the races would find.

Patched in the process that sends, and in a database of the test's own.
"""

from collections.abc import Callable, Sequence
from time import sleep
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models import UniqueConstraint
from django.db.transaction import Atomic

from claims.models import Claim, ClaimEvent, Submission
from claims.services import advance
from coding.models import Attempt
from tests.races.submitting import Call, Told, submit_all

THOUGHT = 0.05
"""Seconds between looking and writing, so that others look meanwhile, however busy the machine."""

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
}


def drop_guards() -> None:
    """Take from the database what refuses a second submission: unique constraints and triggers.
    Those with a condition go first, for SQLite makes the table anew without the others."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        for trigger, table in cursor.fetchall():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on}')
    with connection.schema_editor() as editor:
        for model in (Submission, ClaimEvent):
            unique = [row for row in model._meta.constraints if isinstance(row, UniqueConstraint)]
            others = [row for row in model._meta.constraints if row not in unique]
            with patch.object(model._meta, "constraints", others):
                for constraint in sorted(unique, key=lambda row: row.condition is None):
                    editor.remove_constraint(model, constraint)


def submit_without_lock(calls: Sequence[Call]) -> list[Told]:
    """Send without a lock."""
    take_the_lock_out()
    return submit_all(calls)


def take_the_lock_out() -> None:
    """From now on this process locks no row and looks at no version when it writes. As SQLite
    locks the whole file for each transaction, there is none there."""
    _patch(advance, "lock_claim", _read_claim)
    _patch(advance, "_save", _overwrite)
    if connection.vendor == "sqlite":
        _patch(Atomic, "__enter__", lambda atomic: None)
        _patch(Atomic, "__exit__", lambda atomic, *error: None)


def submit_deferred(calls: Sequence[Call]) -> list[Told]:
    """Send in transactions that take SQLite's lock only when they first write."""
    connection.close()
    connection.transaction_mode = None
    connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    return submit_all(calls)


def _patch(owner: Any, name: str, instead: Callable[..., Any]) -> None:
    """For good: the process has no other use."""
    setattr(owner, name, instead)


def _read_claim(claim_id: int) -> Claim:
    attempt = Attempt.objects.select_related("case_version__case").get(claims=claim_id)
    claim = Claim.objects.get(pk=claim_id)
    claim.attempt = attempt
    sleep(THOUGHT)
    return claim


def _overwrite(claim: Claim) -> None:
    claim.version += 1
    claim.save()
