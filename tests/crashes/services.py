"""Which functions write: found in the packages of services, so that none is forgotten."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import CodeType, ModuleType
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("coding.services", "claims.services", "sandbox.classroom.services")
BESIDE = (
    "sandbox.accounts.erasing",
    "sandbox.accounts.services",
    "sandbox.authoring.services",
    "sandbox.classroom.keys",
    "sandbox.retention",
)
"""Modules that write and stand in no package of services."""

DEMO = ("sandbox.classroom.cloning", "sandbox.classroom.seeding")
"""Modules that make demo classes, on the command line."""

GUARDS = ("coding.guarding",)
"""What puts the database's own guards in place, when it is migrated."""

COMMANDS = ("sandbox.backup.postgres", "sandbox.storage.moving")
"""What moves whole databases, on the command line."""

VIEWS = ("sandbox.accounts.views", "sandbox.classroom.access")
"""Views with a transaction: signing up is one insert; what a form changes is locked while a service
stores it."""

READERS = frozenset(
    f"{module}.{name}"
    for module, names in {
        "coding.services.attempts": "lock_attempt",
        "coding.services.marks": "report_on shares_of new_mark findings_of stored_report",
        "coding.services.querying": "record_of",
        "coding.services.remarking": "propose_key preview_remarking differing_marks",
        "claims.services.accounts": "line_accounts accounts_from patient_balance"
        " newest_remittance posted_remittance is_posted post_key reductions_of",
        "claims.services.advance": "check_open unused",
        "claims.services.appealing": "decide",
        "claims.services.approving": "told",
        "claims.services.asking": "status_of",
        "claims.services.checking": "last_eligibility as_known is_active_on",
        "claims.services.contracts": "contract_lines payment_dispute",
        "claims.services.counters": "find_coverage counters_of opening_of",
        "claims.services.diagnosing": "newest_answer stops diagnosis_of",
        "claims.services.dues": "list_dues next_due dues_beside complete_on",
        "claims.services.findings": "trace_json",
        "claims.services.hand_posting": "may_post_at_once posting_of posting_lines",
        "claims.services.locking": "lock_claim",
        "claims.services.marking": "report_of conduct_of",
        "claims.services.next_payer": "claim_before claim_after waits_for_next prior_payments"
        " content_to_send left_to_patient",
        "claims.services.patient": "statements_of_answer has_running_plan check_may_ask",
        "claims.services.payer_moves": "claim_number",
        "claims.services.posting": "write_off_room needs_posting check_write_off"
        " too_large_for_small",
        "claims.services.refunding": "credit_room refund_due",
        "claims.services.resubmission": "can_replace accepted_by next_frequency asked_frequency"
        " is_reopening stands_beside is_processed",
        "claims.services.scenarios": "scenario_now scenario_sent member_file held_file",
        "claims.services.secondary": "other_coverage_known crossover_to",
        "claims.services.sending": "scrub_claim is_as_sent reason_key",
        "claims.services.submissions": "last_submission standing_submission current_submission"
        " questions_of questions_about sent_codes put_back",
        "sandbox.classroom.keys": "version_for attempts_at preview_key",
        "sandbox.classroom.services.people": "new_password",
        "sandbox.classroom.services.permission": "require",
        "sandbox.classroom.services.releasing": "unreleased coded_alone",
        "sandbox.classroom.services.work": "attempts_at is_done",
        "sandbox.accounts.erasing": "own_attempts",
        "sandbox.authoring.services": "lint",
        "sandbox.retention": "old_attempts old_courses unused_accounts count_old",
    }.items()
    for name in names.split()
)
"""What writes nothing."""

HELPERS = frozenset(
    f"{module}.{name}"
    for module, names in {
        "coding.services.attempts": "set_scenario_date",
        "coding.services.erasing": "erasing",
        "coding.services.marks": "mark_coding",
        "claims.services.advance": "advance revise",
        "claims.services.authorizing": "answer_request",
        "claims.services.counters": "restore_counters take_counters",
        "claims.services.ledger": "post_charges post take_back lay_patient_money",
        "claims.services.marking": "keep_mark",
        "claims.services.next_payer": "move_on bring_back",
        "claims.services.opening": "add_authorization add_claim",
        "claims.services.patient": "receive_payment receive_installment",
        "claims.services.payer_moves": "acknowledge adjudicate let_lapse answer_authorization"
        " decide_appeal",
        "claims.services.posting": "close_if_settled close_before overtake_promises",
        "claims.services.remittances": "add_remittance add_void_remittance",
        "claims.services.secondary": "cross_over",
        "claims.services.submissions": "add_submission",
        "sandbox.classroom.services.partners": "play_partner_later play_partner",
    }.items()
    for name in names.split()
)
"""What writes inside the transaction of a service, or after it, and is called by services alone."""

WRITES = ("INSERT", "UPDATE", "DELETE")


def name_of(function: Callable[..., Any]) -> str:
    """The full name of a function of a module."""
    return f"{function.__module__}.{function.__name__}"


def public_functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the modules that write, by its full name."""
    return {
        name_of(function): function
        for module in _modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = import_module(name)
        for found in iter_modules(package.__path__, f"{name}."):
            yield import_module(found.name)
    yield from map(import_module, BESIDE)


def modules_with_transactions() -> set[str]:
    """Modules of the app outside the packages of services that begin transactions."""
    paths = (
        path for room in ("coding", "claims", "sandbox") for path in (ROOT / room).rglob("*.py")
    )
    names = (
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in paths
        if "migrations" not in path.parts and _begins(path)
    )
    return {name for name in names if not name.startswith(PACKAGES)}


def _begins(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(
        node.module == "django.db" and any(name.name == "transaction" for name in node.names)
        for node in imports
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Of a function and of every function within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


class Watch:
    """Which public functions were at work when something was written; of each write the innermost
    first, with whether a transaction was open. A function within one is that one still at work,
    also when it is called after the commit."""

    def __init__(self) -> None:
        self.names: dict[CodeType, str] = {
            code: name
            for name, function in public_functions().items()
            for code in _codes(inspect.unwrap(function).__code__)
        }
        self.writes: list[tuple[bool, tuple[str, ...]]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Pass the query on, and look who asks."""
        if sql.lstrip().startswith(WRITES):
            self.writes.append((connection.in_atomic_block, tuple(self._at_work())))
        return execute(sql, params, many, context)

    def _at_work(self) -> Iterator[str]:
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code in self.names:
                yield self.names[frame.f_code]
            frame = frame.f_back
