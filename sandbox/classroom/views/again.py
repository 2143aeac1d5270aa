"""A few words that could not be taken as they are, on a page of their own."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from sandbox.requests import SignedInRequest


def write_again(
    request: SignedInRequest, form: forms.Form, *, title: str, back: str
) -> HttpResponse:
    """The form with what was typed and what is wrong with it (422); it goes to the same address
    with whatever else the page that asked had sent. `back` leads there."""
    shown = {*form.fields, "csrfmiddlewaretoken"}
    rest = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in shown and not name.endswith("-invented")
        for value in values
    ]
    context = {"form": form, "title": title, "back": back, "rest": rest}
    return render(request, "classroom/again.html", context, status=422)
