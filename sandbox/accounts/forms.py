"""What a person types to begin, or to come back."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    UserCreationForm,
    UsernameField,
)
from django.http import HttpRequest

from coding.invented import InventedOnly
from sandbox.accounts.models import User

USER_NAME = "User name"
LETTERS = "Letters, digits and @ . + - _ only."


class SignInForm(AuthenticationForm):
    """A user name and a password."""

    username = UsernameField(
        label=USER_NAME,
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"max_length": "A user name has at most 150 characters."},
    )
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "User name and password do not belong together. Both tell capital "
        "letters from small ones.",
    }


class SignUpForm(InventedOnly, UserCreationForm):
    """A user name, a name to be called by and a password; no e-mail is asked for."""

    field_order = ("username", "display_name", "password1", "password2")
    own_data = frozenset({"username"})

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("display_name", "username")
        labels = {"username": USER_NAME}
        help_texts = {"username": LETTERS}
        error_messages = {
            "username": {
                "invalid": LETTERS,
                "unique": "Somebody has this user name already. Choose another.",
            }
        }

    display_name = forms.CharField(
        max_length=80,
        required=False,
        label="Name to show",
        help_text="It need not be your real name.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "password1"
        ].help_text = "At least 8 characters, not only digits, not like your name."
        self.fields["password2"].label = "Password again"
        self.fields["password2"].help_text = ""


class NameForm(InventedOnly, forms.Form):
    """What the person is called on pages."""

    display_name = forms.CharField(
        max_length=80,
        required=False,
        label="Name to show",
        help_text="It need not be your real name.",
    )


class PasswordForm(PasswordChangeForm):
    """Another password, after the one that is in use."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """The person's own."""
        typed: str = self.cleaned_data["old_password"]
        if not is_own_password(self.user, typed, request=self.request):
            raise forms.ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return typed


class EraseForm(forms.Form):
    """The person means it: their user name and password."""

    username = forms.CharField(
        max_length=150,
        label=f"Your {USER_NAME.lower()}",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type your user name, so that nothing is erased by accident."},
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Type your password."},
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "erase-%s", **kwargs})
        self.user, self.request = user, request

    def clean_username(self) -> str:
        """The person's own."""
        typed: str = self.cleaned_data["username"]
        if typed != self.user.username:
            raise forms.ValidationError("This is not your user name.")
        return typed

    def clean_password(self) -> str:
        """The person's own."""
        typed: str = self.cleaned_data["password"]
        if not is_own_password(self.user, typed, request=self.request):
            raise forms.ValidationError("This is not your password.")
        return typed


def is_own_password(user: User, typed: str, *, request: HttpRequest) -> bool:
    """The password is the person's. Wrong ones count together with those at the sign-in: after too
    many the answer to the request is the page that says when to come back."""
    return authenticate(request, username=user.username, password=typed) == user
