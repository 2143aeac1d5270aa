"""Rules that the database keeps by itself, whoever writes to it: triggers on SQLite and PostgreSQL.

Every `migrate` puts them in place, also when there is nothing to migrate; one that has something to
migrate takes them away first, because SQLite makes a table anew to alter it, and because what a
migration does to rows is its own affair. A guard's name ends in a digest of what it says, so a rule
that has changed replaces the old one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.apps import AppConfig
from django.apps import apps as apps_of_today
from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate

from coding.models import ErasingLeave

PREFIX = "guard_"


class Event(StrEnum):
    """What a guard looks at."""

    UPDATE = "UPDATE"
    DELETE = "DELETE"


@dataclass(frozen=True)
class Guard:
    """One thing that is refused: the event `on` rows of `model`, if the SQL of `when` holds, over
    OLD and NEW and such as SQLite and PostgreSQL read alike. Whoever tries it gets an
    IntegrityError that says `text`; PostgreSQL adds which row, and what the column `shown` would
    have become. An `erasable` guard lets those pass who have leave to erase.
    """

    model: type[Model]
    name: str
    on: Event
    text: str
    when: str = ""
    erasable: bool = False
    shown: str = ""


def append_only(model: type[Model], *, but: Collection[str] = ()) -> tuple[Guard, Guard]:
    """Rows of this table are added and never changed nor deleted; the fields `but` may change."""
    columns = [str(row.column) for row in model._meta.concrete_fields if row.name not in but]
    return (
        Guard(
            model=model,
            name=f"{model._meta.model_name}_stays",
            on=Event.UPDATE,
            when=differs(columns) if but else "",
            text=f"{model._meta.verbose_name_plural} are never changed",
            erasable=True,
        ),
        never_deleted(model),
    )


def never_deleted(model: type[Model]) -> Guard:
    """Rows of this table go only when they are erased."""
    return Guard(
        model=model,
        name=f"{model._meta.model_name}_is_kept",
        on=Event.DELETE,
        text=f"{model._meta.verbose_name_plural} are never deleted, only erased with their attempt",
        erasable=True,
    )


def differs(columns: Iterable[str]) -> str:
    """SQL: one of these columns changes."""
    return " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)


_kept: dict[str, tuple[Guard, ...]] = {}


def keep(config: AppConfig, guards: Sequence[Guard]) -> None:
    """Have these guards of an app kept by every database that is migrated."""
    _kept[config.label] = tuple(guards)


def watch_migrations(config: AppConfig) -> None:
    """Lift the guards before something is migrated, and install them after every `migrate`."""
    pre_migrate.connect(_before, sender=config)
    post_migrate.connect(_after, sender=config)


def install(using: str, *, apps: Apps = apps_of_today) -> None:
    """Put the guards in place that are missing and remove those that are no longer meant; nothing
    when all is as it should be. `apps` are the models as the database has them: a table that is
    still, or again, an older one gets none."""
    connection = connections[using]
    wanted = {_trigger(guard, connection): guard for guard in _guards_for(apps)}
    there = installed(connection)
    if there.keys() == wanted.keys():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in there.keys() - wanted.keys():
            cursor.execute(_drop(name, connection))
        for name in sorted(wanted.keys() - there.keys()):
            for statement in _create(name, wanted[name], connection):
                cursor.execute(statement)


def lift(using: str) -> None:
    """Remove every guard."""
    connection = connections[using]
    there = installed(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in there:
            cursor.execute(_drop(name, connection))


def missing(using: str = "default") -> list[str]:
    """The guards that this database should have and has not, by name; `migrate` mends it."""
    connection = connections[using]
    wanted = {_trigger(guard, connection) for guard in _guards_for(apps_of_today)}
    return sorted(wanted - installed(connection).keys())


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The guards that a database has, with their tables."""
    question = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def _before(using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    if plan:
        lift(using)


def _after(using: str, apps: Apps = apps_of_today, **_: Any) -> None:
    install(using, apps=apps)


def _guards_for(apps: Apps) -> list[Guard]:
    """The guards of all tables that are as the code has them today."""
    return [
        guard for guards in _kept.values() for guard in guards if _is_of_today(guard.model, apps)
    ]


def _is_of_today(model: type[Model], apps: Apps) -> bool:
    try:
        then = apps.get_model(model._meta.label)
    except LookupError:
        return False
    return _columns(then) == _columns(model)


def _columns(model: type[Model]) -> set[str]:
    return {str(field.column) for field in model._meta.concrete_fields}


def _trigger(guard: Guard, connection: BaseDatabaseWrapper) -> str:
    """The guard's name in a database."""
    digest = sha256("".join(_create("", guard, connection)).encode()).hexdigest()[:8]
    return f"{PREFIX}{guard.name}_{digest}"


def _create(name: str, guard: Guard, connection: BaseDatabaseWrapper) -> list[str]:
    table = guard.model._meta.db_table
    event = f'BEFORE {guard.on} ON "{table}" FOR EACH ROW'
    text = guard.text.replace("'", "''")
    leave = f'EXISTS (SELECT 1 FROM "{ErasingLeave._meta.db_table}")'
    if connection.vendor == "sqlite":
        when = [f"({guard.when.replace('IS DISTINCT FROM', 'IS NOT')})"] if guard.when else []
        when += [f"NOT {leave}"] if guard.erasable else []
        return [
            f'CREATE TRIGGER "{name}" {event} WHEN {" AND ".join(when)} '
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        ]
    row = f"'{table} ' || OLD.{guard.model._meta.pk.column}"
    shown = f" || ': ' || OLD.{guard.shown} || ' to ' || NEW.{guard.shown}" if guard.shown else ""
    unless = f"IF {leave} THEN RETURN COALESCE(NEW, OLD); END IF; " if guard.erasable else ""
    condition = f" WHEN ({guard.when})" if guard.when else ""
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"{unless}RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        f"MESSAGE = '{text} (' || {row}{shown} || ')'; END $$",
        f'CREATE OR REPLACE TRIGGER "{name}" {event}{condition} EXECUTE FUNCTION "{name}"()',
    ]


def _drop(name: str, connection: BaseDatabaseWrapper) -> str:
    if connection.vendor == "sqlite":
        return f'DROP TRIGGER "{name}"'
    return f'DROP FUNCTION "{name}"() CASCADE'
