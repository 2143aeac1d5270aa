"""Try the payer on a scenario: for whoever writes cases, payers or exercises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from claims.forms import ScenarioForm
from claims.queries.trial import examples, try_scenario
from coding.codebook.default import codebook


@require_http_methods(["GET", "HEAD", "POST"])
def try_payer(request: HttpRequest) -> HttpResponse:
    """Adjudicate the scenario that is pasted, with its trace; `?example=` fills one in."""
    shown = {example.slug: example for example in examples()}
    chosen = request.GET.get("example", "copay-and-deductible")
    text = shown[chosen].text if chosen in shown else ""
    posted = request.POST if request.method == "POST" else None
    form = ScenarioForm(posted, initial={"scenario": text})
    context = {"form": form, "examples": shown.values(), "chosen": "" if posted else chosen}
    if posted is None or not form.is_valid():
        return render(request, "claims/try.html", context, status=422 if posted else 200)
    context["trial"] = try_scenario(form.cleaned_data["scenario"], codes=codebook())
    return render(request, "claims/try.html", context)
