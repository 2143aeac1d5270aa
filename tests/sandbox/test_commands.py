"""The commands: twice is as good as once, and what makes no sense is refused in one clear line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from coding.models import Attempt, Case, CaseVersion
from sandbox.accounts.models import User
from sandbox.classroom.demo import DEMO_PASSWORD, INSTRUCTOR, LEARNERS
from sandbox.classroom.models import Course, Enrolment
from sandbox.classroom.seeding import SCENES
from tests.claims.test_scenario import TEXT as SCENARIO
from tests.coding.test_grade_command import GOOD as MARKING
from tests.factories import make_case, make_practice

ROOM_APPS = ("accounts", "classroom", "claims", "coding")


def run(command: str, *arguments: str, **options: Any) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def rows() -> dict[str, int]:
    """How many rows every table of ours holds."""
    models = [model for app in ROOM_APPS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model._default_manager.count() for model in models}


# -- seed_demo --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_seed_demo_twice_makes_one_class() -> None:
    for slug in {scene.case for scene in SCENES}:
        make_case(slug)
    first = run("seed_demo")
    once = rows()
    assert run("seed_demo") == first
    assert rows() == once
    assert (once["Course"], once["User"]) == (1, 1 + len(LEARNERS))
    assert once["Work"] == once["Attempt"] == len(SCENES)
    for person in (INSTRUCTOR, *LEARNERS):
        assert person.username in first
        assert User.objects.get(username=person.username).check_password(DEMO_PASSWORD)


@pytest.mark.django_db
def test_seed_demo_without_its_cases_says_what_to_do_and_makes_nothing() -> None:
    make_case()
    before = rows()
    with pytest.raises(CommandError, match=r"load_cases"):
        run("seed_demo")
    assert rows() == before


# -- seed_class -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_seed_class_makes_a_class_and_says_who_teaches_it() -> None:
    make_case()
    for number in (1, 2):
        said = run("seed_class", "--learners=3", "--cases=1")
        course = Course.objects.latest("pk")
        assert said == f"{course}: sign in as teacher{number} with the password `password`.\n"
        assert course.enrolments.filter(role=Enrolment.Role.LEARNER).count() == 3
    assert Attempt.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--learners=0", "--cases=1"], "--learners: give a number of 1 or more."),
        (["--learners=-4", "--cases=1"], "--learners: give a number of 1 or more."),
        (["--learners=2", "--cases=0"], "--cases: give a number from 1 to 200."),
        (["--learners=2", "--cases=-1"], "--cases: give a number from 1 to 200."),
        (["--learners=2", "--cases=201"], "--cases: give a number from 1 to 200."),
        (["--learners=two", "--cases=1"], "invalid int value: 'two'"),
        (["--learners=1.5", "--cases=1"], "invalid int value: '1.5'"),
        (["--learners=2", "--cases=1", "--seed=x"], "invalid int value: 'x'"),
        (["--learners=2"], "the following arguments are required: --cases"),
        (["--cases=1"], "the following arguments are required: --learners"),
        (["--learners=2", "--cases=1", "--pupils=3"], "unrecognized arguments: --pupils=3"),
    ],
)
def test_seed_class_refuses_what_makes_no_sense(arguments: list[str], message: str) -> None:
    make_case()
    before = rows()
    with pytest.raises(CommandError) as refused:
        run("seed_class", *arguments)
    assert message in str(refused.value)
    assert rows() == before


@pytest.mark.django_db
def test_seed_class_without_cases_says_what_to_do() -> None:
    with pytest.raises(CommandError, match=r"No cases are loaded\. Run: .* load_cases"):
        run("seed_class", "--learners=2", "--cases=1")


# -- load_cases -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_load_cases_twice_changes_nothing() -> None:
    slugs = sorted(path.stem for path in settings.CASES_DIR.glob("*.md"))
    assert run("load_cases") == "".join(f"{slug}: new\n" for slug in slugs)
    work = make_practice(slug=slugs[0])
    once, loaded = rows(), list(CaseVersion.objects.values_list("pk", "digest"))
    assert run("load_cases") == "".join(f"{slug}: unchanged\n" for slug in slugs)
    assert run("load_cases", quiet=True) == ""
    assert (rows(), list(CaseVersion.objects.values_list("pk", "digest"))) == (once, loaded)
    assert Case.objects.filter(is_listed=True).count() == len(slugs)
    assert Attempt.objects.get(pk=work.attempt_id).case_version.number == 1


# -- grade, scrub, adjudicate -----------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str], list[str]]:
    """Good and broken files by turns, named in the order in which they are given."""

    def write(good: str) -> list[str]:
        broken = {
            "cut": good[:-40] + "\n  - [",
            "nonsense": "\x00\x01",
            "empty": "",
            "list": "- 1\n",
        }
        texts = {"first": good, **broken, "last": good}
        paths = [tmp_path / f"{name}.yaml" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        (tmp_path / "latin.yaml").write_bytes(b"on: \xe9\xff")
        names = [*map(str, paths[:-1]), str(tmp_path / "latin.yaml"), str(tmp_path)]
        return [*names, str(tmp_path / "missing.yaml"), str(paths[-1])]

    return write


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does, with a database that is not there."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("command", "good", "told"),
    [
        ("grade", MARKING, "score"),
        ("scrub", SCENARIO, "clean"),
        ("adjudicate", SCENARIO, "outcome"),
    ],
)
def test_command_answers_each_file_on_a_line_of_its_own(
    files: Callable[[str], list[str]], command: str, good: str, told: str
) -> None:
    paths = files(good)
    done = manage(command, *paths, "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, "")
    assert [told in answer for answer in answers] == [True, *[False] * 7, True]
    assert answers[0] == answers[-1]
    for path, answer in zip(paths[1:-1], answers[1:-1], strict=True):
        assert list(answer) == ["file", "error"]
        assert (answer["file"], answer["error"].startswith(f"{path}:")) == (path, True)


@pytest.mark.parametrize(("command", "good"), [("grade", MARKING), ("scrub", SCENARIO)])
def test_command_for_people_keeps_answers_and_refusals_apart(
    files: Callable[[str], list[str]], command: str, good: str, capfd: Any
) -> None:
    paths = files(good)
    with pytest.raises(SystemExit) as ended:
        call_command(command, *paths)
    said = capfd.readouterr()
    assert ended.value.code == 1
    assert [line for line in said.out.splitlines() if line in paths] == [paths[0], paths[-1]]
    assert [line.split(":")[0] for line in said.err.splitlines()] == paths[1:-1]


def test_command_without_files_is_refused() -> None:
    for command in ("grade", "scrub", "adjudicate"):
        with pytest.raises(CommandError, match="required: FILE"):
            call_command(command)
