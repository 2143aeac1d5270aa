"""``scrub FILE ... [--json]``: the scrubber's findings on the claim in FILE."""

from typing import Any

from claims.facts import CodeSet, Scenario, eligibility_of
from claims.management.scenario_command import ScenarioCommand
from claims.scrubber import ScrubFinding, is_clean, scrub, scrub_json


class Command(ScenarioCommand):
    """Scrubs scenario files; touches no database.

    A scenario file holds the payer's file too: eligibility counts as asked on the day of sending.
    """

    help = "The scrubber's findings on the claim in each FILE."

    def as_json(self, scenario: Scenario, *, codes: CodeSet) -> dict[str, Any]:
        """The findings as ``docs/formats.md`` describes them."""
        return scrub_json(_findings(scenario, codes))

    def as_text(self, scenario: Scenario, *, codes: CodeSet) -> str:
        """One finding a line."""
        findings = _findings(scenario, codes)
        head = "  CLEAN" if is_clean(findings) else f"  {len(findings)} to look at"
        return "\n".join([head, *(_row(finding) for finding in findings)])


def _findings(scenario: Scenario, codes: CodeSet) -> tuple[ScrubFinding, ...]:
    return scrub(scenario, codes=codes, eligibility=eligibility_of(scenario))


def _row(finding: ScrubFinding) -> str:
    where = f"line {finding.line}" if finding.line else "claim"
    box = f", box {finding.box}" if finding.box else ""
    head = f"{finding.rule} {finding.severity} ({where}{box}; {finding.owner})"
    return f"  - {head}: {finding.message}"
