"""What a person types to begin, or to come back."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm, UsernameField

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


class SignUpForm(UserCreationForm):
    """A user name, a name to be called by and a password; no e-mail is asked for."""

    field_order = ("username", "display_name", "password1", "password2")

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
