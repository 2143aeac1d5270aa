"""Sign up to practise alone; one's own account and data."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sandbox.accounts import services
from sandbox.accounts.erasing import erase_account
from sandbox.accounts.forms import EraseForm, NameForm, PasswordForm, SignUpForm
from sandbox.accounts.models import User
from sandbox.accounts.own_data import own_data_zip
from sandbox.requests import SignedInRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A form of three fields; a new user lands on the practice page, signed in."""
    if request.user.is_authenticated:
        return redirect("dashboard")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    user = _create(form) if form.is_valid() else None
    if user is not None:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("practice:home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/sign_up.html", {"form": form}, status=status)


def _create(form: SignUpForm) -> User | None:
    """The new user; None, with the reason at its field, when the name was taken just before."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error("username", form.fields["username"].error_messages["unique"])
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """One's own account: name, password, data. `action` says what is changed."""
    action = request.POST.get("action", "")
    name = NameForm(
        request.POST if action == "name" else None,
        initial={"display_name": request.user.display_name},
    )
    password = PasswordForm(
        request.user, request.POST if action == "password" else None, request=request
    )
    if name.is_valid():
        services.rename_user(request.user, **name.cleaned_data)
        messages.success(request, "Your name is changed.")
        return redirect("account")
    if password.is_valid():
        services.change_password(request.user, password=password.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed.")
        return redirect("account")
    return _account(request, name=name, password=password)


def _account(
    request: SignedInRequest,
    *,
    name: NameForm | None = None,
    password: PasswordForm | None = None,
    erase: EraseForm | None = None,
) -> HttpResponse:
    context = {
        "name_form": name or NameForm(initial={"display_name": request.user.display_name}),
        "password_form": password or PasswordForm(request.user, request=request),
        "erase_form": erase or EraseForm(user=request.user, request=request),
    }
    wrong = any(form.errors for form in context.values())
    return render(request, "accounts/account.html", context, status=422 if wrong else 200)


@require_safe
def own_data(request: SignedInRequest) -> HttpResponse:
    """Everything that the sandbox holds of the person, as a ZIP."""
    answer = HttpResponse(own_data_zip(request.user), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="clean-claim-my-data.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def erase(request: SignedInRequest) -> HttpResponse:
    """Erase the account for good, after its user name and password were typed."""
    form = EraseForm(request.POST, user=request.user, request=request)
    if not form.is_valid():
        return _account(request, erase=form)
    user = User.objects.get(pk=request.user.pk)
    erase_account(user)
    logout(request)
    messages.success(request, "Your account and your work are erased.")
    return redirect("home")


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and every other one of the same person: a copy of the cookie opens nothing
    any more."""
    if isinstance(request.user, User):
        services.end_sessions(request.user)
    logout(request)
    return redirect("home")


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: Any = None
) -> HttpResponse:
    """429: the password was wrong too often; says when to come back."""
    seconds = int(timedelta(hours=settings.AXES_COOLOFF_TIME).total_seconds())
    context = {"minutes": seconds // 60}
    answer = render(request, "registration/locked_out.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
