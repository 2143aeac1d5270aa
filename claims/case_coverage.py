"""What a library of cases teaches and meets: skills, payer rules, scrubber edits. PURE.

Every case is played: its wrong paths are its pitfalls, and the claim as the front desk keyed it
where a registration has slips. What such a path makes a payer or the scrubber say, a learner can
meet; what no path makes them say is a gap of the library.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claims.assemble import fresh_content, true_content
from claims.case_play import Play, changed_content, play, second_play, settle
from claims.facts import eligibility_of
from claims.payer import Outcome
from claims.payer.library import ProcedureSet
from claims.payer.registry import MONEY_ROWS, all_rules
from claims.rules.edits import EDITS
from claims.scrubber import scrub
from coding.cases import Case
from coding.cases.answers import can_be_audited, right_answer

MIN_PITFALLS = 3
CASES_A_SKILL = 2
ASKED_WITHOUT_CONDITION = "S06"
"""The edit that looks at the age of an eligibility answer, which is no condition of the claim."""

LATER = frozenset(
    {
        *("appeal_upheld", "appeal_dismissed", "appeal_late"),
        *("interest", "forward_balance", "recoupment", "sequestration", "prior_payment_missing"),
    }
)
"""What comes after the first payer's answer, by what a biller does later or on the second payer's
claim, and what no payer of the sandbox does: no wrong path of a single claim meets it."""

KEPT_OUT = frozenset({"no_lines", "diagnosis_count", "service_date_invalid", "S10"})
"""What the desks of the sandbox let nobody do: hand over an empty sheet or more than twelve
diagnoses, or bill a service on another day than that of the encounter. Scenario files can."""


@dataclass(frozen=True)
class Met:
    """A case with the rules and edits that its wrong paths meet, and the ways money moves in it."""

    case: Case
    rules: frozenset[str]
    edits: frozenset[str]

    @property
    def twins(self) -> int:
        """How many different patients its file can make."""
        return self.case.twins.count if self.case.twins else 1


@dataclass(frozen=True)
class Coverage:
    """A library's cases by what they meet; every name that is wanted is there, met or not."""

    met: Sequence[Met]
    skills: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    edits: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def gaps(self) -> Iterator[str]:
        """What is still to be written, a sentence each."""
        for row in self.met:
            count = len(row.case.pitfalls)
            if count < MIN_PITFALLS:
                yield f"{row.case.slug} has {count} pitfalls; write at least {MIN_PITFALLS}."
        for skill, slugs in self.skills.items():
            if len(slugs) < CASES_A_SKILL:
                yield f"The skill {skill} has {len(slugs)} cases; {CASES_A_SKILL} are wanted."
        for name, slugs in self.rules.items():
            if not slugs:
                yield f"The payer's rule {name} is met in no wrong path."
        for number, slugs in self.edits.items():
            if not slugs:
                yield f"The scrubber's edit {number} is reached by no wrong path."


def coverage_of(cases: Iterable[Case], *, codes: ProcedureSet, skills: Iterable[str]) -> Coverage:
    """Play every case. ``skills`` are the slugs of the controlled list."""
    met = [_met(case, codes) for case in cases]
    rules = [*(rule.name for rule in all_rules()), *(row.name for row in MONEY_ROWS)]
    edits = sorted({edit.rule for edit in EDITS} | {ASKED_WITHOUT_CONDITION})
    return Coverage(
        met=met,
        skills={slug: [m.case.slug for m in met if slug in m.case.skills] for slug in skills},
        rules={
            name: [m.case.slug for m in met if name in m.rules]
            for name in rules
            if name not in LATER | KEPT_OUT
        },
        edits={
            number: [m.case.slug for m in met if number in m.edits]
            for number in edits
            if number not in KEPT_OUT
        },
    )


def _met(case: Case, codes: ProcedureSet) -> Met:
    right = play(case, true_content(case, right_answer(case), codes=codes), codes=codes)
    keyed = play(case, fresh_content(case, right_answer(case), codes=codes), codes=codes)
    wrong = [keyed, *(_wrong(case, number, right) for number in range(len(case.pitfalls)))]
    told = eligibility_of(right.scenario)
    looked_at = [(keyed, None), *((path, told) for path in wrong)]
    looked_at += [(path, eligibility_of(path.scenario)) for path in wrong]
    money = {row.name for row in MONEY_ROWS}
    return Met(
        case,
        frozenset(
            {name for path in wrong for name in _rules(path)}
            | {name for path in _payments(right) for name in _rules(path) if name in money}
        ),
        frozenset(
            finding.rule
            for path, answer in looked_at
            for finding in scrub(path.scenario, codes=codes, eligibility=answer)
        ),
    )


def _wrong(case: Case, number: int, right: Play) -> Play:
    content, sending = changed_content(case, case.pitfalls[number].change, right)
    previous = right if sending.frequency != 1 else None
    return play(case, content, sending, codes=right.codes, previous=previous)


def _payments(right: Play) -> Iterator[Play]:
    """The right claim, and what a second payer makes of the rest."""
    yield right
    for coverage in right.case.coverage[1:]:
        if right.answer.lines and coverage.payer != right.content.payer_id:
            yield second_play(right, coverage)


def _rules(path: Play) -> Iterator[str]:
    """What the payer found, at first and once it got what it asked for."""
    for played in (path, settle(path, wanted=Outcome.PAID)):
        yield from (finding.rule for finding in played.answer.findings)


# -- as a page of the manual --------------------------------------------------------------------


def as_markdown(coverage: Coverage, *, skill_names: Mapping[str, str]) -> str:
    """The library as a page of the manual; codes and keys are not on it."""
    cases = [row.case for row in coverage.met]
    parts = [
        "# The case library",
        "This page is printed by `python manage.py cases_table` from the case files, each of which "
        "is played against the payer; `make check` fails when it is out of date or when a skill, a "
        "rule or an edit has no case. How to write a case: `fixtures/README.md`.",
        _totals(coverage),
        _difficulties(cases),
        _case_table(coverage.met),
        _section("Skills", "Skill", {skill_names[s]: rows for s, rows in coverage.skills.items()}),
        _section("The payer's rules in wrong paths", "Rule", _quoted(coverage.rules)),
        "Not met by one claim alone, since later moves bring them: "
        + ", ".join(f"`{name}`" for name in sorted(LATER))
        + " (appeals, voids, late payments, a second payer's claim; no payer of the sandbox "
        "applies a sequestration).",
        "Not met either, since the desks let nobody do it: "
        + ", ".join(f"`{name}`" for name in sorted(KEPT_OUT))
        + " (an empty sheet, more than twelve diagnoses, a service on another day). A scenario "
        "file meets them.",
        _section("The scrubber's edits in wrong paths", "Edit", coverage.edits),
    ]
    return "\n\n".join(parts) + "\n"


def _totals(coverage: Coverage) -> str:
    met = coverage.met
    counts = {
        "cases": len(met),
        "common wrong answers, each played": sum(len(row.case.pitfalls) for row in met),
        "cases with three notes (clean, typical, messy)": sum(
            len(row.case.messes) == 3 for row in met
        ),
        "cases with twins": sum(row.twins > 1 for row in met),
        "cases with answers of the provider": sum(bool(row.case.queries) for row in met),
        "cases whose codes can be audited": sum(can_be_audited(row.case) for row in met),
        "minutes in all": sum(row.case.minutes for row in met),
    }
    return "\n".join(f"- {count} {what}" for what, count in counts.items())


def _difficulties(cases: Sequence[Case]) -> str:
    head = ["## Difficulty", "", "| Difficulty | Cases |", "| --- | --- |"]
    levels = range(1, 6)
    return "\n".join(
        [*head, *(f"| {n} | {sum(c.difficulty == n for c in cases)} |" for n in levels)]
    )


def _case_table(met: Sequence[Met]) -> str:
    heads = (
        *("Case", "Specialty", "Difficulty", "Minutes", "Payer", "Wrong paths", "Notes"),
        *("Twins", "Provider answers", "Audit"),
    )
    rows = [
        (
            row.case.title,
            row.case.specialty,
            str(row.case.difficulty),
            str(row.case.minutes),
            " then ".join(facts.payer for facts in row.case.coverage),
            str(len(row.case.pitfalls)),
            str(len(row.case.messes)),
            str(row.twins) if row.twins > 1 else "",
            str(len(row.case.queries) or ""),
            "yes" if can_be_audited(row.case) else "",
        )
        for row in sorted(met, key=lambda row: (row.case.difficulty, row.case.title))
    ]
    lines = [_line(heads), _line(["---"] * len(heads)), *map(_line, rows)]
    return "\n".join(["## Cases", "", *lines])


def _quoted(rows: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {f"`{name}`": slugs for name, slugs in rows.items()}


def _section(title: str, head: str, rows: Mapping[str, Sequence[str]]) -> str:
    lines = [_line((name, ", ".join(slugs))) for name, slugs in rows.items()]
    return "\n".join([f"## {title}", "", _line((head, "Cases")), _line(("---", "---")), *lines])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
