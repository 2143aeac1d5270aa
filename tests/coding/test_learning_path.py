"""The learning path: every case once, each behind what it needs."""

import pytest
from django.conf import settings

from coding.documents import DocumentError
from coding.learning_path import Stage, Step, learning_path, path_problems, read_path

TEXT = """# a comment
stages:
  - name: First
    about: Easy ones.
    cases:
      - {case: one}
      - {case: two, after: [one]}
  - name: Second
    about: Hard ones.
    cases: [{case: three, after: [one, two]}]
"""


def read(text=TEXT):
    return read_path(text, path="path.yaml")


def test_a_path_is_read_in_its_order():
    assert read() == (
        Stage("First", "Easy ones.", (Step("one", (), 6), Step("two", ("one",), 7))),
        Stage("Second", "Hard ones.", (Step("three", ("one", "two"), 10),)),
    )


def test_a_sound_path_has_no_problem():
    assert list(path_problems(read(), slugs=["one", "two", "three"])) == []


@pytest.mark.parametrize(
    ("old", "new", "slugs", "problem"),
    [
        ("case: one", "case: won", ["one", "two", "three"], "there is no case won"),
        ("{case: one}", "{case: one}\n      - {case: one}", None, "line 7: one stands twice."),
        ("after: [one]", "after: [three]", None, "three must come before two."),
        ("after: [one]", "after: [two]", None, "two must come before two."),
        ("", "", ["one", "two", "three", "four"], "four is not on the path."),
    ],
)
def test_what_keeps_a_path_from_being_walked_is_said(old, new, slugs, problem):
    stages = read(TEXT.replace(old, new, 1))
    found = list(path_problems(stages, slugs=slugs or ["one", "two", "three"]))
    assert any(problem in said for said in found), found


@pytest.mark.parametrize(
    ("old", "new", "line"), [("{case: one}", "{kase: one}", 6), ("about: Easy ones.", "", 3)]
)
def test_a_file_that_does_not_fit_is_refused_with_its_line(old, new, line):
    with pytest.raises(DocumentError) as caught:
        read(TEXT.replace(old, new, 1))
    assert caught.value.line == line


def test_the_library_is_on_its_path():
    slugs = [path.stem for path in settings.CASES_DIR.glob("*.md")]
    assert list(path_problems(learning_path(), slugs=slugs)) == []
