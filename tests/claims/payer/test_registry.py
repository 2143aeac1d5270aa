"""The registry: every rule describes itself, stands once, and the manual is printed from it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.payer.registry import MONEY_ROWS, all_rules, as_markdown, scrubber_rules
from claims.payer.rulebook import AUDIT, FRONT_DOOR, RULEBOOK, SYNTAX
from claims.reasons import reason, remark, status
from claims.rules.finding import Rule

RULES = {rule.name: rule for rule in all_rules()}
ONLY_SCRUBBED = {
    rule.name: rule for rules in scrubber_rules().values() for rule in rules
}.keys() - RULES.keys()


def test_every_rule_stands_once_and_has_its_own_name():
    assert len(RULES) == len(all_rules())
    assert all(rule.name == rule.condition.__name__ for rule in all_rules())


def test_rows_of_the_rulebook_ascend():
    first, *rows = [rule.row for rule in RULEBOOK]
    assert rows == sorted(rows)
    assert min(rows) > 0
    assert (RULEBOOK[0].name, first) == ("answered_already", 7)  # a duplicate is asked nothing else


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_rule_says_what_it_finds_what_next_and_its_source(rule: Rule):
    assert rule.says.endswith(".")
    assert rule.next_step
    assert rule.source
    assert "Root:" not in (rule.condition.__doc__ or "")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_answer_of_a_rule_is_explained_in_our_own_words(rule: Rule):
    if rule in (*SYNTAX, *FRONT_DOOR):
        assert status(rule.status).next_step
        return
    if rule in AUDIT:
        assert (rule.reason, rule.status) == ("", "")
        return
    group, _, carc = rule.reason.partition("-")
    assert group in {"CO", "OA", "PI", "PR"}
    assert reason(carc).says
    for rarc in (*rule.rarcs, *rule.claim_rarcs):
        assert remark(rarc).says


def test_all_rows_of_the_order_are_there():
    rows = {rule.row for rule in all_rules()} | {row.row for row in MONEY_ROWS}
    assert rows == set(range(1, 33))


def test_scrubbers_own_conditions_are_no_answer_of_the_payer():
    rules = [rule for rules in scrubber_rules().values() for rule in rules]
    own = [rule for rule in rules if rule.name in ONLY_SCRUBBED]
    assert own
    assert {(rule.row, rule.reason, rule.status) for rule in own} == {(0, "", "")}


def test_manual_names_every_rule():
    page = as_markdown()
    assert [name for name in {*RULES, *ONLY_SCRUBBED} if f"| `{name}` |" not in page] == []


def test_manual_is_up_to_date(capsys):
    call_command("rules_table", "--check")
    assert "up to date" in capsys.readouterr().out


def test_manual_that_is_out_of_date_is_told(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="out of date"):
        call_command("rules_table", "--check")
    call_command("rules_table", stdout=StringIO())
    assert (tmp_path / "docs" / "rules.md").read_text(encoding="utf-8") == as_markdown()
    call_command("rules_table", "--check", stdout=StringIO())
