"""Every rule of the payer and of the scrubber as one table, for people to read. PURE.

The conditions describe themselves (`claims.rules.finding.Rule`); what is no condition - fees, cost
share, coordination, appeals, the cheque - is declared here, so that the table is whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.payer.rulebook import AUDIT, DEPENDENT, FRONT_DOOR, RULEBOOK, SYNTAX
from claims.rules.edits import EDITS
from claims.rules.finding import Rule

ELIGIBILITY_EDIT = (
    "S06",
    "warning",
    "biller",
    "the payer was not asked about the member within three days of sending",
    "Check eligibility before sending.",
)
"""The edit that no condition of the claim stands behind: it looks at when the payer was asked."""

COLUMNS = ("Row", "Rule", "Finds", "Answer", "Desk", "Next step", "Source")


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """A way in which money moves that is no condition: its answer and where it comes from."""

    row: int
    name: str
    says: str
    answer: str
    source: str


MONEY_ROWS = (
    MoneyRow(
        row=25,
        name="contractual",
        says="The charge is above the payer's fee, in network.",
        answer="CO-45",
        source="contract terms",
    ),
    MoneyRow(
        row=25,
        name="balance_bill",
        says="The charge is above the payer's fee, out of network and not protected.",
        answer="PR-45",
        source="No Surprises Act, Public Health Service Act 2799A-1, for what is protected",
    ),
    MoneyRow(
        row=26,
        name="multiple_procedure",
        says="Several ranked procedures of one day: the dearest in full, the others by half.",
        answer="CO-59",
        source="CMS Claims Processing Manual, chapter 12, section 40.6",
    ),
    MoneyRow(
        row=28,
        name="sequestration",
        says="The law takes a share off the payer's payment, after the patient's part.",
        answer="CO-253",
        source="Balanced Budget and Emergency Deficit Control Act of 1985, section 251A",
    ),
    MoneyRow(
        row=29,
        name="deductible",
        says="What the member still owes to the yearly deductible.",
        answer="PR-1",
        source="plan terms",
    ),
    MoneyRow(
        row=29,
        name="coinsurance",
        says="The member's share of what is allowed after deductible and copay.",
        answer="PR-2",
        source="plan terms",
    ),
    MoneyRow(
        row=29,
        name="copay",
        says="The member's fixed amount, once a service date.",
        answer="PR-3",
        source="plan terms",
    ),
    MoneyRow(
        row=29,
        name="out_of_pocket_cap",
        says="The out-of-pocket maximum cuts the member's part; the plan pays the rest.",
        answer="N16",
        source="plan terms; Public Health Service Act 2707(b)",
    ),
    MoneyRow(
        row=30,
        name="coordination",
        says="What an earlier payer paid and took off.",
        answer="OA-23",
        source="NAIC Coordination of Benefits Model Regulation",
    ),
    MoneyRow(
        row=31,
        name="appeal_upheld",
        says="The appeal is read and the decision stands.",
        answer="CO-193",
        source="contract terms; 42 CFR 405.904 for Medicare",
    ),
    MoneyRow(
        row=31,
        name="appeal_dismissed",
        says="There is no such level, or too little is in dispute for it.",
        answer="CO-285",
        source="contract terms; 42 CFR 405.1006 for Medicare",
    ),
    MoneyRow(
        row=31,
        name="appeal_late",
        says="The appeal came after its window.",
        answer="CO-286",
        source="contract terms; 42 CFR 405.942 for Medicare",
    ),
    MoneyRow(
        row=32,
        name="interest",
        says="The payer paid later than it may.",
        answer="L6, beside the claims",
        source="prompt-payment laws; days and rate are the payer's terms",
    ),
    MoneyRow(
        row=32,
        name="forward_balance",
        says="More is taken back than is paid; the rest waits for later payments.",
        answer="FB, beside the claims",
        source="X12 requests for interpretation 2348 and 2601 (balance of a remittance)",
    ),
    MoneyRow(
        row=32,
        name="recoupment",
        says="What was owed from an earlier payment is taken back.",
        answer="WO, beside the claims",
        source="X12 requests for interpretation 2348 and 2601 (balance of a remittance)",
    ),
)


def all_rules() -> tuple[Rule, ...]:
    """Every condition that the payer asks, in its order."""
    return (*SYNTAX, *FRONT_DOOR, *RULEBOOK, *DEPENDENT, *AUDIT)


def scrubber_rules() -> dict[str, tuple[Rule, ...]]:
    """The conditions of each edit by its number, in the order of the numbers."""
    found: dict[str, tuple[Rule, ...]] = {}
    for edit in EDITS:
        rules = tuple(rule for rule in edit.conditions if isinstance(rule, Rule))
        found[edit.rule] = (*found.get(edit.rule, ()), *rules)
    return dict(sorted(found.items()))


def as_markdown() -> str:
    """The table as a page of the manual."""
    asked = {rule.name for rule in all_rules()}
    only = {r.name: r for rules in scrubber_rules().values() for r in rules if r.name not in asked}
    parts = [
        "# The rules",
        "This page is printed by `python manage.py rules_table` from the rules themselves; "
        "`make check` fails when it is out of date. How they are used: [the payer](payer.md).",
        "The first hit in this order decides a line. A rule of the front door turns the whole "
        "claim back; behind it a rule decides its line, or all lines where it names none.",
        _section("Front door, the form (999)", map(_cells, SYNTAX)),
        _section("Front door, the claim (277CA)", map(_cells, FRONT_DOOR)),
        _section("Claim and lines, in the order asked", map(_cells, RULEBOOK)),
        _section("Asked last, of the lines that are still payable", map(_cells, DEPENDENT)),
        _section("Seen by an audit, not by the payer", map(_cells, AUDIT)),
        _section("How money moves", map(_money_cells, MONEY_ROWS)),
        _section("Asked by the scrubber only", map(_cells, only.values())),
        _edits(),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, rows: Iterable[tuple[str, ...]]) -> str:
    head = [f"## {title}", "", _row(COLUMNS), _row(["---"] * len(COLUMNS))]
    return "\n".join([*head, *map(_row, rows)])


def _cells(rule: Rule) -> tuple[str, ...]:
    return (
        str(rule.row or ""),
        f"`{rule.name}`",
        rule.says,
        ", ".join(_answers(rule)),
        rule.owner.value,
        _sentence(rule.next_step),
        _sentence(rule.source),
    )


def _answers(rule: Rule) -> Iterator[str]:
    """What the payer says: status or reason with its remarks, then the further answers."""
    said = [rule.reason or rule.status, *rule.rarcs, *rule.claim_rarcs]
    waits = f"waits for the {rule.wanted.value}, then " if rule.wanted else ""
    yield waits + " ".join(part for part in said if part)
    yield from rule.also


def _money_cells(row: MoneyRow) -> tuple[str, ...]:
    return (str(row.row), f"`{row.name}`", row.says, row.answer, "", "", _sentence(row.source))


def _edits() -> str:
    """Which edit of the scrubber asks which condition."""
    head = ["## The scrubber's edits", "", "| Edit | Severity | Desk | Conditions | Mend |"]
    rows = [
        _row(
            (
                edit.rule,
                edit.severity.value,
                edit.owner.value,
                ", ".join(f"`{_name(condition)}`" for condition in edit.conditions),
                edit.mend,
            )
        )
        for edit in EDITS
    ]
    rows = sorted([*rows, _row(ELIGIBILITY_EDIT)], key=lambda row: row[:6])
    return "\n".join([*head, _row(["---"] * 5), *rows])


def _name(condition: object) -> str:
    return str(getattr(condition, "name", None) or getattr(condition, "__name__", ""))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
