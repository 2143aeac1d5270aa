"""Two servers of two processes each on one PostgreSQL serve one class as if they were one."""

from collections.abc import Iterator
from urllib.error import HTTPError

import psycopg
import pytest
from django.conf import global_settings
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.claims.bench import Hands, pair
from tests.copies import new_database
from tests.processes import connected
from tests.servers import ROOT, Served, manage, serving
from tests.visitor import Visitor

KEY = {"SECRET_KEY": "shared-by-the-servers-of-a-test-" * 2}


@pytest.fixture(scope="module")
def database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A PostgreSQL of their own, whose URL is what connects to it."""
    with new_database("postgresql", tmp_path_factory.mktemp("none")) as url:
        if not (ROOT / "build" / "static" / "staticfiles.json").exists():
            manage(url, "collectstatic", "--noinput")
        with django_db_blocker.unblock(), connected(url):
            yield url


@pytest.fixture(scope="module")
def hands(database: str) -> Hands:
    """A pair of a class, whose coder has finalised. Passwords are hashed as the servers do it."""
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        return pair().code()


@pytest.fixture(scope="module")
def servers(database: str) -> Iterator[tuple[Served, Served]]:
    """Two servers that share nothing but the database and the key."""
    with serving(database, more=KEY) as one, serving(database, more=KEY) as two:
        yield one, two


def test_pair_works_at_both_servers_and_sees_each_others_work_at_once(
    hands: Hands, servers: tuple[Served, Served]
) -> None:
    one, two = (server.url for server in servers)
    coder, biller = Visitor(one, two), Visitor(two, one)
    coder.sign_in("coder", "password")
    biller.sign_in("biller", "password")
    desk = f"/coding/attempts/{hands.attempt_id}/"

    biller.press("/biller/", f"/claims/open/{hands.attempt_id}/")
    claim = f"/claims/{hands.claim.pk}/"
    reason = "Please look at the culture once more."
    biller.press(f"{claim}?show=return_codes", f"{claim}return-codes/", {"reason": reason})
    for _ in servers:
        assert reason in coder.get(desk)

    coder.press(desk, f"{desk}sheet/", {"action": "save"})
    coder.press(f"{desk}finalise/", "")
    for _ in servers:
        assert "version 2" in biller.get(claim)

    biller.press(claim, f"{claim}take-codes/")
    biller.press(claim, f"{claim}coverage/")
    biller.press(f"{claim}?show=send", f"{claim}submit/")
    for _ in servers:
        assert "Submitted" in biller.get(claim)
        assert "Submitted" in coder.get(claim)
    assert hands.claim.state == "submitted"


def test_session_of_a_server_with_another_key_is_nobodys(
    database: str, hands: Hands, servers: tuple[Served, Served]
) -> None:
    with serving(database, workers=1, more={"SECRET_KEY": "a-key-of-its-own-" * 4}) as stranger:
        visitor = Visitor(servers[0].url)
        visitor.sign_in("coder", "password")
        visitor.servers = iter([stranger.url])
        assert "<h1>Sign in</h1>" in visitor.get("/coder/")


def test_connections_that_the_database_dropped_are_opened_again(
    database: str, hands: Hands, servers: tuple[Served, Served]
) -> None:
    visitor = Visitor(*(server.url for server in servers))
    visitor.sign_in("coder", "password")
    with psycopg.connect(database) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert ended, "the servers kept no connection"
    for _ in range(8):
        assert hands.coder.display_name in visitor.get("/coder/")


def test_path_that_is_not_there_raises(servers: tuple[Served, Served]) -> None:
    with pytest.raises(HTTPError):
        Visitor(servers[0].url).get("/no/such/page/")
