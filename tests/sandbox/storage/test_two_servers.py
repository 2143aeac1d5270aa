"""Two servers of two processes each on one PostgreSQL serve one class as if they were one."""

from collections.abc import Iterator
from urllib.error import HTTPError

import psycopg
import pytest

from sandbox.classroom.demo import DEMO_PASSWORD
from sandbox.classroom.seeding import SCENES
from tests.servers import ROOT, Served, fresh_database, manage, serving
from tests.visitor import Visitor

KEY = {"SECRET_KEY": "shared-by-the-servers-of-a-test-" * 2}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo class on a PostgreSQL of its own."""
    with fresh_database("postgresql", tmp_path_factory.mktemp("none")) as url:
        cases = {str(ROOT / "fixtures" / "cases" / f"{scene.case}.md") for scene in SCENES}
        manage(url, "load_cases", *cases)
        manage(url, "seed_demo")
        yield url


@pytest.fixture(scope="module")
def servers(database: str) -> Iterator[tuple[Served, Served]]:
    """Two servers that share nothing but the database and the key."""
    with serving(database, more=KEY) as one, serving(database, more=KEY) as two:
        yield one, two


def numbers(database: str) -> tuple[int, int]:
    """The attempt of the demo class that is coded and not billed yet, and who codes it."""
    with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
        row = connection.execute(
            "SELECT attempt.id, coder.user_id FROM coding_attempt attempt"
            " JOIN classroom_work work ON work.attempt_id = attempt.id"
            " JOIN classroom_seat coder ON coder.work_id = work.id AND coder.desk = 'coder'"
            " JOIN classroom_seat biller ON biller.work_id = work.id AND biller.desk = 'biller'"
            " WHERE coder.user_id <> biller.user_id AND NOT EXISTS"
            " (SELECT FROM claims_claim claim WHERE claim.attempt_id = attempt.id)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def claim_of(database: str, attempt: int) -> int:
    """The number of the claim that was opened."""
    with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
        row = connection.execute("SELECT id FROM claims_claim WHERE attempt_id = %s", [attempt])
        return int(row.fetchall()[0][0])


def test_pair_works_at_both_servers_and_sees_each_others_work_at_once(
    database: str, servers: tuple[Served, Served]
) -> None:
    one, two = (server.url for server in servers)
    attempt, _ = numbers(database)
    coder, biller = Visitor(one, two), Visitor(two, one)
    assert "Blake Birch" in coder.sign_in("birch", DEMO_PASSWORD)
    assert "Casey Cedar" in biller.sign_in("cedar", DEMO_PASSWORD)
    desk, finalise = f"/coding/attempts/{attempt}/", f"/coding/attempts/{attempt}/finalise/"

    biller.press("/biller/", f"/claims/open/{attempt}/")
    claim = f"/claims/{claim_of(database, attempt)}/"
    reason = "Please look at the culture once more."
    biller.press(f"{claim}?show=return_codes", f"{claim}return-codes/", reason=reason)
    for _ in servers:
        assert reason in coder.get(desk)

    coder.press(desk, f"{desk}sheet/", action="save")
    coder.press(finalise, finalise)
    for _ in servers:
        assert "Take the coder's version 2" in biller.get(claim).replace("&#x27;", "'")

    biller.press(claim, f"{claim}take-codes/")
    biller.press(claim, f"{claim}coverage/")
    biller.press(f"{claim}?show=send", f"{claim}submit/")
    for _ in servers:
        assert "Submitted" in biller.get(claim)
        assert "Submitted" in coder.get(claim)


def test_session_of_a_server_with_another_key_is_nobodys(
    database: str, servers: tuple[Served, Served]
) -> None:
    with serving(database, workers=1, more={"SECRET_KEY": "a-key-of-its-own-" * 4}) as stranger:
        visitor = Visitor(servers[0].url)
        visitor.sign_in("birch", DEMO_PASSWORD)
        visitor.servers = iter([stranger.url])
        assert "<h1>Sign in</h1>" in visitor.get("/coder/")


def test_connections_that_the_database_dropped_are_opened_again(
    database: str, servers: tuple[Served, Served]
) -> None:
    visitor = Visitor(*(server.url for server in servers))
    visitor.sign_in("birch", DEMO_PASSWORD)
    with psycopg.connect(database.replace("postgres://", "postgresql://")) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert ended, "the servers kept no connection"
    for _ in range(8):
        assert "Blake Birch" in visitor.get("/coder/")


def test_path_that_is_not_there_raises(servers: tuple[Served, Served]) -> None:
    with pytest.raises(HTTPError):
        Visitor(servers[0].url).get("/no/such/page/")
