"""Imports run one way: sandbox -> claims -> coding -> Django; the pure core imports no Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"coding": {"claims", "sandbox", "tests"}, "claims": {"sandbox", "tests"}}
PURE = [
    "coding/answer.py",
    "coding/cases",
    "coding/code_tree.py",
    "coding/conventions.py",
    "coding/display.py",
    "coding/documents.py",
    "coding/files.py",
    "coding/strict_yaml.py",
    "coding/grading",
    "coding/note_blocks.py",
    "coding/notes.py",
    "coding/sheet",
    "coding/npi.py",
    "claims/assemble.py",
    "claims/bookkeeping.py",
    "claims/case_lint.py",
    "claims/case_play.py",
    "claims/case_remedies.py",
    "claims/content.py",
    "claims/contract.py",
    "claims/dunning.py",
    "claims/facts",
    "claims/compliance.py",
    "claims/marking.py",
    "claims/money.py",
    "claims/overturn.py",
    "claims/payer",
    "claims/posting_check.py",
    "claims/reason_texts",
    "claims/reasons.py",
    "claims/remedies.py",
    "claims/right_claim.py",
    "claims/rules",
    "claims/scenario.py",
    "claims/scrubber.py",
    "claims/suspects.py",
    "claims/x12",
]
CLOCKS = {"today", "now", "utcnow", "time"}


def modules(path: Path) -> list[Path]:
    """The Python files of a room, or the one file."""
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imported(path: Path) -> Iterator[str]:
    """Full names that a file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} uses a relative import"
            yield node.module or ""


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_never_run_upward(room: str) -> None:
    wrong = [
        (str(path.relative_to(ROOT)), name)
        for path in modules(ROOT / room)
        for name in imported(path)
        if name.split(".")[0] in FORBIDDEN[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("place", PURE)
def test_pure_core_imports_no_django(place: str) -> None:
    found = modules(ROOT / place)
    assert found
    wrong = [
        (str(path.relative_to(ROOT)), name)
        for path in found
        for name in imported(path)
        if name.split(".")[0] in {"django", "django_fsm"}
        or name.endswith((".models", ".services", ".queries"))
    ]
    assert wrong == []


@pytest.mark.parametrize("place", PURE)
def test_pure_core_reads_no_clock(place: str) -> None:
    wrong = [
        (str(path.relative_to(ROOT)), node.lineno)
        for path in modules(ROOT / place)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
    ]
    assert wrong == []


def test_only_services_write_claims() -> None:
    """No view, form, query or template tag creates, updates or deletes rows of claims."""
    doors = ("services", "migrations", "management")
    writes = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "save"}
    wrong = [
        (str(path.relative_to(ROOT)), node.lineno, node.func.attr)
        for room in ("claims", "coding")
        for path in modules(ROOT / room)
        if not set(path.relative_to(ROOT).parts) & set(doors) and path.name != "services.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in writes
    ]
    assert wrong == []
