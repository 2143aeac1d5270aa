"""A roster is read row by row, and every row says what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.classroom.names import new_pseudonym
from sandbox.classroom.roster import (
    MAX_BYTES,
    MAX_ROWS,
    Entry,
    read_roster,
    read_roster_text,
    write_roster,
)


def test_people_are_read_with_what_is_left_out() -> None:
    read = read_roster_text("username,name,role\nann,Ann Ash,\nbob,,assistant\n")
    assert read.is_good
    assert read.entries == (Entry("ann", "Ann Ash", "learner"), Entry("bob", "", "assistant"))
    assert [row.line for row in read.rows] == [2, 3]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_and_be_parted_otherwise(sign: str) -> None:
    head = sign.join(["Group", "User Name", "Name"])
    read = read_roster_text(f"{head}\n{sign.join(['A', 'ann', 'Ash'])}")
    assert read.entries == (Entry("ann", "Ash", "learner"),)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Ann", "username is empty"),
        ("an n,Ann", "letters, digits"),
        ("x" * 151 + ",Ann", "at most 150"),
        ("ann,Ann,teacher", "role is learner, assistant or instructor, not teacher"),
        ("ann," + "x" * 81, "longer than 80"),
        ("ann,A\x07nn", "cannot be shown"),
    ],
)
def test_row_that_cannot_be_taken_says_why(row: str, problem: str) -> None:
    read = read_roster_text(f"username,name,role\n{row}\n")
    assert not read.is_good
    assert problem in read.rows[0].problem
    assert read.entries == ()


def test_the_same_name_twice_is_told_at_the_second() -> None:
    read = read_roster_text("username\nann\nANN\n")
    assert [bool(row.problem) for row in read.rows] == [False, True]
    assert "twice" in read.rows[1].problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"username\n", "nobody"),
        (b"name,role\nAnn,learner\n", "no column username"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"username\x00\nann", "not text"),
        (b'username\n"ann', "no CSV"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"username\n" + b"\n".join(b"u%d" % n for n in range(MAX_ROWS + 1)), "more than 1000"),
    ],
)
def test_file_that_is_no_roster_says_why(content: bytes, problem: str) -> None:
    read = read_roster(content)
    assert problem in read.problem
    assert not read.is_good
    assert read.rows == ()


def test_mark_at_the_head_of_the_file_is_left_out() -> None:
    assert read_roster("\ufeffusername\nann\n".encode()).is_good


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_roster_text(text)
    assert bool(read.problem) != bool(read.rows)


@given(st.lists(st.builds(Entry, st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20),
    st.sampled_from(["learner", "assistant"])), min_size=1, max_size=5,
    unique_by=lambda row: row.username))  # fmt: skip
def test_what_is_written_reads_back(entries: list[Entry]) -> None:
    assert read_roster_text(write_roster(entries)).entries == tuple(entries)


def test_pseudonyms_are_never_dealt_twice() -> None:
    taken: list[str] = []
    for _ in range(800):
        taken.append(new_pseudonym(taken))
    assert len({name.casefold() for name in taken}) == 800
