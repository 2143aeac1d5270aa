"""What a person types to begin, or to come back."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm, UsernameField

from coding.invented import InventedOnly
from sandbox.accounts.models import User

USER_NAME = "User name"
LETTERS = "Letters, digits and @ . + - _ only."


class SignInForm(AuthenticationForm):
    """A user name and a password."""

    username = UsernameField(label=USER_NAME, widget=forms.TextInput(attrs={"autofocus": True}))
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

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "erase-%s", **kwargs})
        self.user = user

    def clean_username(self) -> str:
        """The person's own."""
        typed: str = self.cleaned_data["username"]
        if typed != self.user.username:
            raise forms.ValidationError("This is not your user name.")
        return typed

    def clean_password(self) -> str:
        """The person's own."""
        typed: str = self.cleaned_data["password"]
        if not self.user.check_password(typed):
            raise forms.ValidationError("This is not your password.")
        return typed
