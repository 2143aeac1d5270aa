"""``adjudicate FILE ... [--json]``: what the payer does with the claim in FILE."""

from collections.abc import Iterator
from typing import Any

from claims.facts import CodeSet, Scenario
from claims.management.scenario_command import ScenarioCommand
from claims.money import plain
from claims.payer import Answer, Cause, LineAnswer, answer, as_json, explain


class Command(ScenarioCommand):
    """Adjudicates scenario files; touches no database."""

    help = "What the payer does with the claim in each FILE, and why."

    def as_json(self, scenario: Scenario, *, codes: CodeSet) -> dict[str, Any]:
        """The answer as ``docs/formats.md`` describes it."""
        return as_json(answer(scenario, codes=codes))

    def as_text(self, scenario: Scenario, *, codes: CodeSet) -> str:
        """The answer as a table, with the causes and next steps below it."""
        answered = answer(scenario, codes=codes)
        rows = [
            f"  {answered.outcome.upper()}  charge {plain(answered.charge)}"
            f"  paid {plain(answered.paid)}"
            f"  patient {plain(answered.patient_responsibility)}",
            *_table(answered),
            *(row for cause in explain(answered, scenario) for row in _cause(cause)),
        ]
        return "\n".join(rows)


def _table(answered: Answer) -> Iterator[str]:
    """One row a line; nothing for a claim without an answer by line."""
    if answered.lines:
        yield f"  {'line':<5}{'procedure':<11}{'charge':>10}{'allowed':>10}{'paid':>10}  reasons"
    for line in answered.lines:
        yield (
            f"  {line.line:<5}{line.procedure:<11}{plain(line.charge):>10}"
            f"{plain(line.allowed):>10}{plain(line.paid):>10}  {_reasons(line)}"
        )


def _reasons(line: LineAnswer) -> str:
    parts = [f"{row.group}-{row.carc} {plain(row.amount)}" for row in line.adjustments]
    remarks = [f"({', '.join(line.rarcs)})"] if line.rarcs else []
    return " ".join([*parts, *remarks])


def _cause(cause: Cause) -> Iterator[str]:
    where = f"line {cause.line}" if cause.line else "claim"
    box = f", box {cause.box}" if cause.box else ""
    yield f"  - {cause.code or cause.rule} ({where}{box}; {cause.owner}): {cause.detail}"
    yield f"      {cause.effect} Next: {cause.next_step}"
