"""Who did what when in a class."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from sandbox import spreadsheets
from sandbox.classroom.access import get_course_for
from sandbox.classroom.forms.log import LogForm
from sandbox.classroom.people import shown_names
from sandbox.classroom.queries.log import log_page, log_rows
from sandbox.requests import SignedInRequest

MOST = 50_000
"""So many rows go into a file; narrow the days for older ones."""


@require_safe
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    """The log, newest first, narrowed by `?person=`, `?kind=`, `?since=`, `?until=`; `?format=csv`
    gives the same as a file."""
    found = get_course_for(request.user, pk)
    people = sorted(shown_names(found).items(), key=lambda row: row[1].casefold())
    form = LogForm(request.GET, people=people)
    if request.GET.get("format") == "csv":
        rows = log_rows(found, form.asked(), most=MOST)
        header = ["When", "Who", "What", "Detail", "Case", "Attempt"]
        table = [[r.at, r.who, r.kind, r.detail, r.case, r.attempt_id] for r in rows]
        return spreadsheets.csv_response(slugify(f"{found} log") or "log", header, table)
    page, shown = log_page(found, form.asked(), number=request.GET.get("page"))
    query = request.GET.copy()
    query["format"] = "csv"
    query.pop("page", None)
    context = {
        "course": found,
        "page": page,
        "rows": shown,
        "form": form,
        "as_file": query.urlencode(),
    }
    return render(request, "classroom/log.html", context)
