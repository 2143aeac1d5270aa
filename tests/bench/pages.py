"""Every page that people work on, against a bare page of as many rows, in several classes."""

from tests.bench.ours import QUICK, SCRATCH, VENDOR  # isort: skip

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim
from coding.models import Attempt
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment
from tests.bench.ours import DATABASE_URL
from tests.bench.sides import Cost, Side, Visitor, bare_side, cost_of, our_side
from tests.bench.table import Row, beside, tell
from tests.bench.world import make_class, session_of

WORKED_ON = (
    "coder's dashboard", "biller's dashboard", "instructor's dashboard", "coder's workbench",
    "biller's workbench", "class: attempts", "class: gradebook", "class: board",
)  # fmt: skip
"""The pages that a limit is promised for: two workbenches, three dashboards, the worklists, the
gradebook and the live board."""

LIMIT = 1.5
SIZES = ((6, 2),) if QUICK else ((300, 40), (30, 4), (300, 4), (3000, 4))
"""Classes as learners and cases."""
VISITS = 3 if QUICK else 12
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
ROW = re.compile(r"<(?:tr|li|details|fieldset)[ >]")


def main() -> None:
    """Each class in turn, all on one database, as in a school."""
    with bare_side(VENDOR, SCRATCH) as (bare, visitor):
        for learners, cases in SIZES:
            course = make_class(learners, cases)
            with our_side(DATABASE_URL) as ours:
                for page, (user, url) in pages(course).items():
                    if cases == SIZES[0][1] or page in WORKED_ON:
                        where = f"{page}, {learners:,} at {cases}"
                        tell(measure(where, page, user, url, ours, bare, visitor))


def pages(course: Course) -> dict[str, tuple[User, str]]:
    """The name of each page with its visitor and its address."""
    teacher = course.enrolments.get(role=Enrolment.Role.INSTRUCTOR).user
    learner = course.enrolments.filter(role=Enrolment.Role.LEARNER).order_by("pk")[1].user
    own = Attempt.objects.filter(work__seats__user=learner).order_by("pk")
    coding = own.filter(coding_open=True).first() or own[0]
    claim = Claim.objects.filter(attempt__in=own).exclude(state="closed").order_by("pk")[0]
    found = {
        "coder's dashboard": (learner, reverse("classroom:coder")),
        "biller's dashboard": (learner, reverse("classroom:biller")),
        "own marks": (learner, reverse("classroom:own_marks")),
        "practice": (learner, reverse("practice:home")),
        "coder's workbench": (learner, reverse("coding:workbench", args=[coding.pk])),
        "biller's workbench": (learner, reverse("claims:claim", args=[claim.pk])),
        "instructor's dashboard": (teacher, reverse("classroom:instructor")),
    }
    for view in (
        "course", "board", "assignments", "marking", "gradebook", "attempts", "misses", "people",
        "log", "figures", "course_books",
    ):  # fmt: skip
        found[f"class: {view}"] = (teacher, reverse(f"classroom:{view}", args=[course.pk]))
    return found


def measure(
    where: str, page: str, user: User, url: str, ours: Side, bare: Side, visitor: Visitor
) -> Row:
    """One page, in turn with the bare page of as many rows."""
    session = session_of(user)
    client = Client()
    client.cookies["sessionid"] = session
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, (page, response.status_code)
    rows = rows_in(response.content.decode())
    own = ours.visitor(sessionid=session)

    def visit() -> Cost:
        return cost_of(ours, [(own, url, None)] * VISITS)

    def bare_page() -> Cost:
        return cost_of(bare, [(visitor, f"/rows/{rows}/", None)] * VISITS)

    return beside(
        f"{where} ({rows} rows)",
        visit,
        bare_page,
        against="a bare Django page of as many rows",
        limit=LIMIT if page in WORKED_ON else 0,
        queries=len(asked),
    )


def rows_in(page: str) -> int:
    """Rows, entries and groups of fields that the page's own part shows."""
    found = MAIN.search(page)
    return len(ROW.findall(found[0] if found else page))


if __name__ == "__main__":
    main()
