"""Findings as stored JSON: what a remittance, an acknowledgment and a submission keep of them."""

from typing import Any

from claims.money import plain
from claims.payer import finding_json
from claims.rules.finding import Finding


def trace_json(finding: Finding) -> dict[str, Any]:
    """A payer's finding with all that "What caused this?" needs: `rule`, `line` (or null),
    `field`, `owner`, `detail`, `evidence`, `group`, `carc`, `rarcs`, `status`, `amount` (text
    with two decimals), `decisive`."""
    return {
        **finding_json(finding),
        "evidence": list(finding.evidence),
        "group": finding.group,
        "carc": finding.carc,
        "rarcs": [*finding.rarcs, *finding.claim_rarcs],
        "status": finding.status,
        "amount": plain(finding.amount),
        "decisive": finding.decisive,
    }
