"""The audit of packages fails on a known vulnerability, and only says so when it could not ask."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests import audit

FLAW = {
    "id": "PYSEC-0000-1",
    "summary": "Made up for the test.",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}],
        }
    ],
}


@contextmanager
def advisories(status: int, flawed: str = "") -> Iterator[tuple[str, ...]]:
    """An advisory service of the test's own, which knows a flaw of one package."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = {"vulns": [FLAW]} if asked["package"]["name"] == flawed else {}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(known).encode())

        def log_message(self, *words: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        yield ("--vulnerability-service", "osv", "--osv-url", url)
        server.shutdown()


def test_a_report_says_what_is_vulnerable_and_what_was_not_asked():
    flaw = {"id": "PYSEC-1", "fix_versions": ["5.2.20", "6.0.1"]}
    rows = [
        {"name": "good", "version": "1", "vulns": []},
        {"name": "bad", "version": "5.2", "vulns": [flaw, {"id": "PYSEC-2", "fix_versions": []}]},
        {"name": "unknown", "skip_reason": "not found"},
    ]
    assert audit.read(json.dumps({"dependencies": rows, "fixes": []})) == (
        {"unknown": "not found"},
        [
            "bad 5.2: PYSEC-1, mended in 5.2.20, 6.0.1",
            "bad 5.2: PYSEC-2, mended in no release yet",
        ],
    )


@pytest.mark.parametrize("printed", ["", "{}", "No known vulnerabilities found"])
def test_no_report_is_no_good_news(printed: str):
    assert audit.read(printed) == ({"all": "no report"}, [])


@pytest.mark.prove
@pytest.mark.parametrize(
    ("status", "flawed", "code", "says"),
    [
        (200, "", 0, "No installed package has a known vulnerability."),
        (200, "django", 1, "PYSEC-0000-1, mended in 9.9"),
        (500, "django", 0, "WARNING: NOT AUDITED"),
    ],
)
def test_audit_of_what_is_installed(capsys, status: int, flawed: str, code: int, says: str):
    with advisories(status, flawed) as service:
        assert audit.main([service]) == code
    assert says in capsys.readouterr().out


@pytest.mark.prove
def test_audit_asks_the_next_service_when_one_is_away(capsys):
    away = ("--vulnerability-service", "osv", "--osv-url", "http://127.0.0.1:9/")
    with advisories(200, "django") as service:
        assert audit.main([away, service]) == 1
    assert "VULNERABLE: django 5.2" in capsys.readouterr().out
