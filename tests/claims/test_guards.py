"""What the database refuses by itself: every pair of states by every way to write, every change
behind a claim's version, every change of what is append-only, on whichever database this runs."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model

from claims.guards import GUARDS
from claims.models import Claim, ClaimEvent, ClaimState, LedgerEntry
from claims.posting_check import Typed
from claims.services.hand_posting import PostingSlips
from coding.guarding import Event
from coding.guards import GUARDS as CODING_GUARDS
from coding.models import ErasingLeave, Mark
from coding.services import erasing
from sandbox.attempt_rows import erase_rows
from tests.claims.bench import Hands, alone
from tests.factories import make_user

pytestmark = pytest.mark.django_db
STATES = ClaimState.values
OTHER_COLUMNS = {"state", "version", "disposition"}


def declared() -> set[tuple[str, str]]:
    """The pairs of different states that the model's transitions join, read from them alone."""
    pairs = set()
    for row in Claim._meta.get_field("state").get_all_transitions(Claim):
        targets = getattr(row.target, "allowed_states", None) or [row.target or row.source]
        pairs |= {(str(row.source), str(target)) for target in targets}
    return {(source, target) for source, target in pairs if source != target}


def copy_of(claim: Claim, **changes: Any) -> Claim:
    """A claim object in memory as somebody might hold it, whatever is stored; the state may be
    given here, because the protection is of one that is assigned."""
    fields = [field.attname for field in Claim._meta.concrete_fields]
    return Claim(**{name: getattr(claim, name) for name in fields} | changes)


def stored_in(state: str, claim: Claim, sequence: int) -> Claim:
    """A stored claim in a state: rows may be inserted in any, so that databases can be moved."""
    made = copy_of(
        claim,
        id=None,
        sequence=sequence,
        state=state,
        version=7,
        icn="SBX1",
        disposition="voided" if state == "closed" else "",
    )
    made.save(force_insert=True)
    return made


def by_raw_sql(claim: Claim, target: str, disposition: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_claim SET state = %s, version = version + 1, disposition = %s "
            "WHERE id = %s",
            [target, disposition, claim.pk],
        )


def by_update(claim: Claim, target: str, disposition: str) -> None:
    rows = Claim.objects.filter(pk=claim.pk)
    rows.update(state=target, version=F("version") + 1, disposition=disposition)


def by_bulk_update(claim: Claim, target: str, disposition: str) -> None:
    row = copy_of(claim, state=target, version=claim.version + 1, disposition=disposition)
    Claim.objects.bulk_update([row], sorted(OTHER_COLUMNS))


def by_save(claim: Claim, target: str, disposition: str) -> None:
    copy_of(claim, state=target, version=claim.version + 1, disposition=disposition).save()


def by_upsert(claim: Claim, target: str, disposition: str) -> None:
    row = copy_of(claim, state=target, version=claim.version + 1, disposition=disposition)
    Claim.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=sorted(OTHER_COLUMNS)
    )


WAYS = (by_raw_sql, by_update, by_bulk_update, by_save, by_upsert)


def refusal(write: Callable[[], Any]) -> str:
    """What the database says to a write, which is undone again; empty when it lets it pass."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                write()
        except IntegrityError as error:
            return str(error)
        finally:
            transaction.set_rollback(True)
    return ""


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Claim]]:
    """One claim in each state; all are rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        claim = alone().code().open().claim
        yield {state: stored_in(state, claim, place) for place, state in enumerate(STATES, 11)}
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("source", STATES)
def test_every_pair_of_states(
    stored: dict[str, Claim], source: str, way: Callable[[Claim, str, str], None]
) -> None:
    claim, passed, told = stored[source], set(), {}
    for target in STATES:
        ended = "voided" if target == "closed" else ""
        said = refusal(lambda target=target, ended=ended: way(claim, target, ended))
        if said:
            told[target] = said
        else:
            passed.add(target)
    assert passed == {source} | {target for state, target in declared() if state == source}
    for target, said in told.items():
        assert f"a claim that is {source} becomes " in said
        if connection.vendor == "postgresql":
            assert f"(claims_claim {claim.pk}: {source} to {target})" in said


def test_many_rows_at_once_are_refused_for_one_of_them(stored: dict[str, Claim]) -> None:
    rows = Claim.objects.filter(pk__in=[stored["draft"].pk, stored["paid"].pk])
    assert "a claim that is paid becomes" in refusal(
        lambda: rows.update(state="submitted", version=F("version") + 1)
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"state": "submitted"}, "a claim changes only together with its version"),
        ({"state": "submitted", "version": 9}, "grows by one at a time and never goes back"),
        ({"state": "submitted", "version": 6}, "grows by one at a time and never goes back"),
        ({"version": 6}, "grows by one at a time and never goes back"),
        ({"version": 9}, "grows by one at a time and never goes back"),
        ({"content": {"lines": []}}, "a claim changes only together with its version"),
        ({"icn": "SBX2"}, "a claim changes only together with its version"),
        ({"state_before": "paid"}, "a claim changes only together with its version"),
        ({"correct_until": "2031-01-01"}, "a claim changes only together with its version"),
        ({"sequence": 8, "version": 8}, "a claim stays with its attempt and payer"),
        ({"created_at": "2031-01-01T00:00Z"}, "a claim stays with its attempt and payer"),
        ({"scrubber": "off"}, ""),
        ({"moved_at": "2031-01-01T00:00Z"}, ""),
        ({"content": {"lines": []}, "version": 8}, ""),
        ({"state": "submitted", "version": 8}, ""),
    ],
)
def test_nothing_changes_behind_the_version(
    stored: dict[str, Claim], changes: dict[str, Any], says: str
) -> None:
    said = refusal(lambda: Claim.objects.filter(pk=stored["draft"].pk).update(**changes))
    assert says in said
    assert bool(said) == bool(says)


def test_every_column_of_a_claim_is_guarded_or_known_to_be_free(stored: dict[str, Claim]) -> None:
    other = {"state": "submitted", "content": {}, "coding_version_id": 0, "attempt_id": 0}
    free = set()
    for field in Claim._meta.concrete_fields:
        now = getattr(stored["draft"], field.attname)
        value = other.get(field.attname, {int: 9, str: "off"}.get(type(now), "2031-01-01"))
        if isinstance(now, datetime):
            value = now + timedelta(days=1)
        rows, change = Claim.objects.filter(pk=stored["draft"].pk), {field.attname: value}
        if not refusal(lambda rows=rows, change=change: rows.update(**change)):
            free.add(field.attname)
    assert free == {"scrubber", "moved_at"}


def ready_to_send() -> Hands:
    return alone().code().open().check()


def test_stale_save_is_refused() -> None:
    hands = ready_to_send()
    stale = hands.claim
    hands.edit(member_id="SBX200000000")
    assert "grows by one at a time and never goes back" in refusal(stale.save)
    hands.edit(member_id=stale.boxes.member_id)
    hands.send()
    assert "a claim" in refusal(stale.save)


def test_stale_move_is_refused_with_and_without_a_new_version() -> None:
    hands = ready_to_send()
    stale, careless = hands.claim, hands.claim
    careless.submit()
    assert "a claim changes only together with its version" in refusal(careless.save)
    hands.send()
    hands.move()
    stale.submit()
    stale.version = hands.claim.version
    assert "a claim changes only together with its version" in refusal(stale.save)
    assert hands.claim.icn


def test_stale_save_beside_an_edit_of_the_same_version_is_refused() -> None:
    hands = alone().code().open()
    stale = hands.claim
    hands.edit(member_id="SBX200000000")
    stale.version += 1
    assert "a claim changes only together with its version" in refusal(stale.save)


def test_claim_is_stored_in_any_state_but_never_replaced(stored: dict[str, Claim]) -> None:
    assert {claim.state for claim in stored.values()} == set(STATES)
    if connection.vendor == "sqlite":
        columns = ", ".join(f'"{field.column}"' for field in Claim._meta.concrete_fields)
        taken = columns.replace('"state"', "'draft'")
        replace = f"REPLACE INTO claims_claim ({columns}) SELECT {taken} FROM claims_claim"
        with connection.cursor() as cursor:
            assert "never deleted" in refusal(lambda: cursor.execute(replace))


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[Hands]:
    """A claim that has gone all the way, with a slip made while posting; and, of somebody else,
    codes in which marking found something."""
    with django_db_blocker.unblock(), transaction.atomic():
        other = alone(user=make_user("ben"))
        other.code(other.slip(other.case.pitfalls[0].name))
        hands = ready_to_send()
        hands.send()
        hands.answered()
        asked = hands.amounts()[1]
        with pytest.raises(PostingSlips):
            hands.post_by_line({1: Typed(paid=asked.paid + 1, adjusted=asked.adjusted)})
        hands.post()
        hands.void()
        yield hands
        transaction.set_rollback(True)


def changed_value(field: Any) -> str:
    """SQL for a value that the column has not now, of its own kind."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return f'NOT "{field.column}"'
    if kind in {"CharField", "TextField"}:
        return "'x'"
    if kind in {"DateField", "DateTimeField"}:
        return "'2031-01-01'"
    return "'{\"x\": 1}'" if kind == "JSONField" else f'COALESCE("{field.column}", 0) + 1'


KEPT = {guard.model for guard in (*GUARDS, *CODING_GUARDS) if guard.erasable}
KEPT_ROWS = sorted(KEPT, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", KEPT_ROWS)
def test_what_is_append_only_is_neither_deleted_nor_changed(
    played: Hands, model: type[Model]
) -> None:
    rows, table = model._base_manager.all(), model._meta.db_table
    assert rows.exists()
    plural = str(model._meta.verbose_name_plural)
    with connection.cursor() as cursor:
        deleted = refusal(lambda: cursor.execute(f"DELETE FROM {table}"))
        assert f"{plural} are never deleted, only erased with their attempt" in deleted
        assert "never deleted" in refusal(lambda: rows._raw_delete(rows.db))
        if model is Claim:
            return
        for field in model._meta.concrete_fields:
            change = f'UPDATE {table} SET "{field.column}" = {changed_value(field)}'
            changed = refusal(lambda change=change: cursor.execute(change))
            free = (model, field.name) == (Mark, "stands")
            assert free or f"{plural} are never changed" in changed, field.name


def test_which_mark_stands_may_change(played: Hands) -> None:
    assert refusal(lambda: Mark.objects.update(stands=False)) == ""


def test_what_is_promised_to_be_append_only_is_guarded() -> None:
    guarded = {(guard.model._meta.label, guard.on) for guard in (*GUARDS, *CODING_GUARDS)}
    claims = {"Claim", "ClaimEvent", "LedgerEntry", "Submission", "Acknowledgment"}
    claims |= {"Remittance", "RemittanceLine", "Adjustment", "CounterEntry", "PostingSlip"}
    claims |= {"BillingMark", "BillingMarkPart"}
    promised = {f"claims.{name}" for name in claims}
    promised |= {f"coding.{name}" for name in ("CodingVersion", "Mark", "MarkFinding")}
    assert guarded == {(label, event) for label in promised for event in Event}


def test_leave_to_erase_lasts_as_long_as_its_block() -> None:
    claim = alone().code().open().claim
    with erasing():
        assert ClaimEvent.objects.filter(claim=claim).update(payload={"reason": "[erased]"}) == 1
    assert not ErasingLeave.objects.exists()
    assert refusal(lambda: ClaimEvent.objects.update(payload={}))


def test_leave_to_erase_ends_with_an_error() -> None:
    claim = alone().code().open().claim

    def fail() -> None:
        with erasing():
            ClaimEvent.objects.filter(claim=claim).update(payload={"reason": "[erased]"})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not ErasingLeave.objects.exists()
    assert claim.events.get().payload != {"reason": "[erased]"}


def test_leave_to_erase_frees_no_move(stored: dict[str, Claim]) -> None:
    with erasing():
        assert "a claim that is draft becomes" in refusal(
            lambda: by_update(stored["draft"], "paid", "")
        )


def test_attempt_is_erased_whole(played: Hands) -> None:
    with transaction.atomic():
        gone = erase_rows([played.attempt_id])
        assert gone["claims.LedgerEntry"] > 0
        assert not LedgerEntry.objects.filter(claim__attempt=played.attempt_id).exists()
        transaction.set_rollback(True)
