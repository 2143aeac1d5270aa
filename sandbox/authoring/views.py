"""Write a case in the browser: with its preview and its problems beside it, as one types."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coding.cases import Problem
from coding.models import Case
from sandbox.authoring import queries, services
from sandbox.authoring.access import get_draft_for
from sandbox.authoring.forms import ImportForm, NewForm, SourceForm
from sandbox.authoring.models import DraftCase, DraftSave
from sandbox.authoring.template import copy_of, new_case
from sandbox.classroom.access import require_teaching
from sandbox.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: SignedInRequest) -> HttpResponse:
    """The author's cases; write a new one, copy one, or bring a file along (`action`)."""
    require_teaching(request.user)
    action = request.POST.get("action", "")
    new = NewForm(request.POST if action == "new" else None)
    brought = ImportForm(
        request.POST if action == "import" else None,
        request.FILES if action == "import" else None,
    )
    source = ""
    if new.is_valid():
        source = _first_source(new)
    elif brought.is_valid():
        source = brought.cleaned_data["file"]
    if source:
        try:
            draft = services.begin_draft(request.user, source=source)
        except (services.TooMany, services.TooLarge) as error:
            (new if new.is_bound else brought).add_error(None, str(error))
        else:
            return redirect("authoring:edit", draft.pk)
    context = {"drafts": queries.drafts_of(request.user), "new": new, "brought": brought}
    wrong = bool(new.errors or brought.errors)
    return render(request, "authoring/cases.html", context, status=422 if wrong else 200)


def _first_source(form: NewForm) -> str:
    slug: str = form.cleaned_data["slug"]
    copied: Case | None = form.cleaned_data["copied"]
    return copy_of(copied.newest().source, slug=slug) if copied else new_case(slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text beside its preview. POST saves (`action` is save), or only checks what is typed."""
    draft = get_draft_for(request.user, pk)
    if request.method != "POST":
        return _editor(request, draft, source=draft.source)
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _editor(request, draft, source=request.POST.get("source", ""), form=form)
    source = form.cleaned_data["source"]
    if request.POST.get("action") != "save":
        return _editor(request, draft, source=source, version=form.cleaned_data["version"])
    try:
        services.save_draft_case(
            draft, source=source, expected_version=form.cleaned_data["version"]
        )
    except services.TooLarge as error:
        form.add_error("source", str(error))
        return _editor(request, draft, source=source, form=form)
    except services.StaleCase as error:
        return _stale(request, DraftCase.objects.get(pk=pk), source, str(error))
    messages.success(request, "Saved.")
    return redirect("authoring:edit", pk)


def _stale(request: SignedInRequest, draft: DraftCase, source: str, why: str) -> HttpResponse:
    """What was typed is not lost: it comes back, and saved again it goes over the newer text."""
    form = SourceForm({"source": source, "version": draft.version})
    form.is_valid()
    form.add_error(
        "source",
        f"{why} What you typed is below and not stored. Save again to put it over the newer text, "
        "which stays among the versions.",
    )
    answer = _editor(request, draft, source=source, form=form)
    answer.status_code = 409
    return answer


def _editor(
    request: SignedInRequest,
    draft: DraftCase,
    *,
    source: str,
    version: int | None = None,
    form: SourceForm | None = None,
) -> HttpResponse:
    shown = form or SourceForm(initial={"source": source, "version": version or draft.version})
    context = {"draft": draft, "form": shown, "preview": queries.preview_of(source)}
    wrong = form is not None and bool(form.errors)
    return render(request, "authoring/edit.html", context, status=422 if wrong else 200)


@require_POST
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The preview alone, of the text as it is typed. Nothing is stored."""
    draft = get_draft_for(request.user, pk)
    form = SourceForm(request.POST)
    source = form.cleaned_data["source"] if form.is_valid() else ""
    context = {"draft": draft, "preview": queries.preview_of(source)}
    return render(request, "authoring/_preview.html", context)


@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the saved text a case that the author's classes may set."""
    draft = get_draft_for(request.user, pk)
    try:
        version = services.publish_draft(draft)
    except services.NotClean as error:
        _refuse(request, error.problems)
    else:
        messages.success(
            request, f"{version.case} is published: your classes may set it. Nobody else sees it."
        )
    return redirect("authoring:edit", pk)


@require_POST
def trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """Play the saved text; `desk` is coder or biller."""
    draft = get_draft_for(request.user, pk)
    as_biller = request.POST.get("desk") == "biller"
    try:
        work = services.try_draft(draft, as_biller=as_biller)
    except services.NotClean as error:
        _refuse(request, error.problems)
        return redirect("authoring:edit", pk)
    claim = work.attempt.claims.first() if as_biller else None
    if claim is not None:
        return redirect("claims:claim", claim.pk)
    return redirect("coding:workbench", work.attempt_id)


def _refuse(request: SignedInRequest, problems: Sequence[Problem]) -> None:
    first = problems[0]
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    messages.error(request, f"Mend line {first.line}{more} first: {first.message}")


@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The saved text as a file, byte for byte."""
    draft = get_draft_for(request.user, pk)
    answer = HttpResponse(draft.source, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{draft.name}.md"'
    return answer


@require_safe
def saves(request: SignedInRequest, pk: int) -> HttpResponse:
    """The versions of the draft."""
    draft = get_draft_for(request.user, pk)
    context = {"draft": draft, "saves": queries.saves_of(draft)}
    return render(request, "authoring/saves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version; POST takes it back as the newest."""
    draft = get_draft_for(request.user, pk)
    found = get_object_or_404(DraftSave, draft=draft, number=number)
    if request.method == "POST":
        try:
            services.save_draft_case(draft, source=found.source, expected_version=draft.version)
        except services.StaleCase as error:
            messages.error(request, f"{error} Look at the newest text, then take this one back.")
            return redirect("authoring:saves", pk)
        messages.success(request, f"Version {number} is the text again.")
        return redirect("authoring:edit", pk)
    return render(request, "authoring/save.html", {"draft": draft, "save": found})


@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete the draft with its versions."""
    draft = get_draft_for(request.user, pk)
    services.delete_draft(draft)
    messages.success(request, f"{draft} is deleted.")
    return redirect("authoring:cases")
