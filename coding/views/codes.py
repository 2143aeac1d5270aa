"""The code sets: search as one types, leaf through the tree, read a code's notes."""

from dataclasses import asdict
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coding import queries
from coding.codebook.default import codebook
from coding.codebook.schema import SYSTEMS
from coding.forms import CodeQueryForm, CompareForm
from coding.requests import SignedInRequest
from coding.services import keep_code


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
    return _show(request, page)


@require_POST
def keep(request: SignedInRequest, system: str, code: str) -> HttpResponse:
    """Keep a code at hand, or let it go; then the code again."""
    form = CodeQueryForm(request.GET)
    form.is_valid()
    on = _day(form.cleaned_data.get("on"))
    entry = codebook().find(code, on=on, system=system) if system in SYSTEMS else None
    page = queries.code_page(system, code, on=on) if entry else None
    if entry is None or page is None:
        raise Http404("No such code")
    keep_code(request.user, entry, keep=request.POST.get("keep") == "1")
    return _show(request, page) if request.htmx else redirect(page.entry.href)


@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    """Two codes of a code set side by side: `code` and `other`."""
    form = CompareForm(request.GET or None)
    pages = []
    if form.is_valid():
        asked = form.cleaned_data
        for name in ("code", "other"):
            page = queries.code_page(asked["system"], asked[name].strip(), on=_day(asked["on"]))
            if page is None:
                form.add_error(name, "There is no such code in this code set.")
            else:
                pages.append(page)
    context = {"form": form, "pages": pages if len(pages) == 2 else []}
    return render(request, "coding/compare.html", context, status=422 if form.errors else 200)


def _show(request: SignedInRequest, page: queries.CodePage) -> HttpResponse:
    """The code with its place in the tree; in the workbench, only that."""
    is_part = request.htmx.target == "tabular"
    entry = page.entry
    kept = queries.is_kept(request.user.pk, system=entry.system, code=entry.code)
    context = {"page": page, "is_part": is_part, "is_kept": kept, "may_keep": True}
    return render(request, "coding/_code.html" if is_part else "coding/code.html", context)


def _day(asked: date | None) -> date:
    """The day asked for; else today, or the nearest day that the code sets cover."""
    return asked or queries.clamp_day(timezone.localdate())
