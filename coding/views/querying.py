"""Ask the provider."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from coding import queries
from coding.access import get_attempt_for
from coding.forms import QueryForm
from coding.invented import known_in
from coding.models import Attempt
from coding.querying import Rule
from coding.requests import SignedInRequest
from coding.services import NotInNote, OtherQuerySent, UnfairQuery, ask_provider


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write a query; one that breaks a rule comes back with what to mend, and may be sent all the
    same."""
    attempt = get_attempt_for(request.user, pk, "coding.code_attempt")
    if not attempt.coding_open:
        return redirect("coding:workbench", pk)
    words = queries.note_passages(attempt)
    if request.method != "POST":
        form = QueryForm(passages=words, initial={"number": attempt.queries.count() + 1})
        return _page(request, attempt, form)
    form = QueryForm(request.POST, passages=words, may_insist=True, known=known_in(attempt))
    broken: tuple[Rule, ...] = ()
    if form.is_valid():
        told = form.cleaned_data
        try:
            ask_provider(
                attempt.pk,
                actor=request.user,
                key=told["number"],
                query=form.query(),
                as_it_is=told["as_it_is"],
            )
        except UnfairQuery as refused:
            broken = refused.rules
        except NotInNote as refused:
            form.add_error("quote", str(refused))
        except OtherQuerySent as refused:
            typed = request.POST.copy()
            typed["number"] = str(refused.number)
            form = QueryForm(typed, passages=words, may_insist=True, known=known_in(attempt))
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your query is with the provider. Move the calendar on.")
            return redirect(reverse("coding:workbench", args=[pk]) + "#queries")
    return _page(request, attempt, form, broken=broken, status=422)


def _page(
    request: SignedInRequest,
    attempt: Attempt,
    form: QueryForm,
    *,
    broken: tuple[Rule, ...] = (),
    status: int = 200,
) -> HttpResponse:
    desk = queries.workbench(attempt, is_coder=True)
    context = {
        "desk": desk,
        "encounter": desk.encounter,
        "form": form,
        "broken": broken,
        "sent": queries.queries_of(attempt),
    }
    return render(request, "coding/query.html", context, status=status)
