"""What the page on running it says is so: settings, commands, configuration."""

import ast
import getpass
import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.copies import new_database
from tests.servers import ROOT, free_port, manage

HOST = "claims.example.edu"
PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^( *)```(\w+)(?: file=(\S+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The page's blocks of a kind: the file that each belongs in, if it says so, and its text."""
    return [
        (name, "\n".join(line.removeprefix(indent) for line in text.splitlines()) + "\n")
        for indent, found, name, text in BLOCK.findall(PAGE)
        if found == kind
    ]


def files(kind: str) -> dict[str, str]:
    """The page's files of a kind by name."""
    return {name: text for name, text in blocks(kind) if name}


def settings_read() -> set[str]:
    """The environment variables that the settings read."""
    tree = ast.parse((ROOT / "sandbox" / "settings.py").read_text(encoding="utf-8"))
    readers = {"env_flag", "env_list", "get", "getenv"}
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in readers
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def settings_told() -> set[str]:
    """The variables in the README's table."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("## Settings", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))


def test_every_setting_is_in_the_readme():
    assert "DATABASE_URL" in settings_read()
    assert settings_told() == settings_read()


def test_every_setting_on_the_page_is_one():
    named = {line.split("=")[0] for _, text in blocks("env") for line in text.split()}
    assert {"SECRET_KEY", "DATABASE_URL", "HTTPS"} <= named <= settings_read()


def test_every_command_on_the_page_exists():
    lines = [
        line
        for _, text in blocks("sh")
        for line in text.splitlines()
        if re.match(r"(sudo -u clean-claim )?clean-claim ", line)
    ]
    lines += re.findall(r"`clean-claim ([^`]+)`", PAGE)
    lines += re.findall(r"manage\.py ([a-z_]+ ?[^\s'\"`$]*)", PAGE)
    assert len(lines) > 15
    for line in lines:
        name, *words = shlex.split(re.sub(r"^(sudo -u clean-claim )?clean-claim ", "", line))
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(words)


def test_every_page_address_on_the_page_answers(client, db):
    for address in set(re.findall(r"`(/health/[a-z/]*)`", PAGE)):
        assert client.get(address).status_code == 200


def test_the_unit_starts_a_server(tmp_path: Path):
    """gunicorn itself says whether it takes the command line, and whether the program loads."""
    unit = files("ini")["clean-claim.service"]
    (start,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    program, *words = shlex.split(start)
    assert program.endswith("/.venv/bin/gunicorn")
    command = [sys.executable, "-m", "gunicorn", "--check-config", *words]
    environment = (
        os.environ | page_settings() | {"DATABASE_URL": f"sqlite:///{tmp_path / 'unit.sqlite3'}"}
    )
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


@pytest.mark.prove
def test_the_unit_serves_behind_a_proxy(tmp_path: Path):
    """The unit's own command line and the page's own settings: to https unless the proxy says that
    it was, probes answered as they come, and every line of the log an object."""
    (start,) = re.findall(
        r"^ExecStart=\S+ (.+)$", files("ini")["clean-claim.service"], re.MULTILINE
    )
    port, log = free_port(), tmp_path / "log"
    words = shlex.split(start.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    with new_database("sqlite", tmp_path) as url, log.open("w") as file:
        manage(url, "collectstatic", "--noinput", "--verbosity", "0")
        command = [sys.executable, "-m", "gunicorn", *words]
        environment = os.environ | page_settings() | {"DATABASE_URL": url}
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=file)
        try:
            until = time.monotonic() + 120
            while asked(port, "/health/") != (200, None):
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.2)
            https = "https://claims.example.edu/glossary/?q=typed"
            assert asked(port, "/glossary/?q=typed", host=HOST) == (301, https)
            assert asked(port, "/glossary/?q=typed", host=HOST, proto="https") == (200, None)
            assert asked(port, "/glossary/", host="evil.example", proto="https") == (400, None)
        finally:
            process.terminate()
            process.wait()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    told = [(line["path"], line["status"]) for line in lines if "path" in line]
    assert told == [("/glossary/", 301), ("/glossary/", 200), ("/glossary/", 400)]
    assert "typed" not in log.read_text()


def page_settings() -> dict[str, str]:
    """The settings of one small server."""
    return dict(line.split("=", 1) for line in blocks("env")[0][1].split())


def asked(
    port: int, address: str, *, host: str = "127.0.0.1", proto: str = ""
) -> tuple[int, str | None]:
    """Status and Location of what a server answers; (0, None) when nobody does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Host": host, "X-Forwarded-Proto": proto})
        answer = connection.getresponse()
        return answer.status, answer.headers["Location"]
    except OSError:
        return 0, None
    finally:
        connection.close()


def checked(program: str) -> pytest.MarkDecorator:
    """Skips the test where the program is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@checked("systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path):
    names = []
    for name, text in files("ini").items():
        gunicorn = str(Path(sys.executable).with_name("gunicorn"))
        text = text.replace("/opt/clean-claim/.venv/bin/gunicorn", gunicorn)
        text = text.replace("User=clean-claim", f"User={getpass.getuser()}")
        (tmp_path / name).write_text(text, encoding="utf-8")
        names.append(str(tmp_path / name))
    assert len(names) == 3
    done = subprocess.run(
        ["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, complaints) == (0, [])


@checked("nginx")
@checked("openssl")
@pytest.mark.parametrize("name", files("nginx"))
def test_nginx_takes_its_configuration(name: str, tmp_path: Path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=claims.example.edu"
    subprocess.run(
        [*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    server = files("nginx")[name]
    server = re.sub(r"/etc/letsencrypt/\S+fullchain\.pem", str(certificate), server)
    server = re.sub(r"/etc/letsencrypt/\S+privkey\.pem", str(key), server)
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{server}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@checked("caddy")
def test_caddy_takes_its_configuration(tmp_path: Path):
    path = tmp_path / "Caddyfile"
    path.write_text(files("caddy")["Caddyfile"], encoding="utf-8")
    done = subprocess.run(
        ["caddy", "adapt", "--validate", "--config", path],
        capture_output=True, text=True, check=False,
        env=os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_wrapper_runs_a_command(tmp_path: Path):
    """The little script, with this clone in the place of /opt/clean-claim."""
    script = files("sh")["/usr/local/bin/clean-claim"]
    environment = tmp_path / "clean-claim.env"
    environment.write_text(blocks("env")[0][1], encoding="utf-8")
    script = script.replace("/etc/clean-claim.env", str(environment))
    script = script.replace("/opt/clean-claim", str(ROOT)).replace(
        ".venv/bin/python", sys.executable
    )
    path = tmp_path / "clean-claim"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["sh", path, "diffsettings", "--output", "unified"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "+ SECURE_SSL_REDIRECT = True" in done.stdout, done.stderr
    assert "claims.example.edu" in done.stdout
