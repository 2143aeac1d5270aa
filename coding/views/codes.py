"""The code sets: search as one types, leaf through the tree, read a code's notes."""

from dataclasses import asdict
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coding import queries
from coding.codebook.schema import SYSTEMS
from coding.forms import CodeQueryForm
from coding.requests import SignedInRequest


@require_safe
def search(request: SignedInRequest) -> JsonResponse:
    """Codes that fit `q`, as a JSON list; an empty one for nothing typed."""
    form = CodeQueryForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    asked = form.cleaned_data
    hits = queries.search_codes(asked["q"], on=_day(asked["on"]), systems=asked["system"])
    return JsonResponse([asdict(hit) for hit in hits], safe=False)


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """A code set to leaf through and to search."""
    form = CodeQueryForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    system = next(iter(asked.get("system") or ("icd10cm",)))
    page = queries.code_index(asked.get("q", ""), on=_day(asked.get("on")), system=system)
    return render(request, "coding/codes.html", {"page": page, "form": form})


@require_safe
def code(request: SignedInRequest, system: str, code: str) -> HttpResponse:
    """One code with its place in the tree and its notes; in the workbench, only that."""
    form = CodeQueryForm(request.GET)
    form.is_valid()
    on = _day(form.cleaned_data.get("on"))
    page = queries.code_page(system, code, on=on) if system in SYSTEMS else None
    if page is None:
        raise Http404("No such code")
    is_part = request.htmx.target == "tabular"
    template = "coding/_code.html" if is_part else "coding/code.html"
    return render(request, template, {"page": page, "is_part": is_part})


def _day(asked: date | None) -> date:
    """The day asked for; else today, or the nearest day that the code sets cover."""
    return asked or queries.clamp_day(timezone.localdate())
