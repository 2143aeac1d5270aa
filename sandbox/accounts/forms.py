"""What a person types to begin."""

from django import forms
from django.contrib.auth.forms import UserCreationForm

from sandbox.accounts.models import User


class SignUpForm(UserCreationForm):
    """A name to be called by, a user name and a password; no e-mail is asked for."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("display_name", "username")

    display_name = forms.CharField(
        max_length=80,
        required=False,
        label="Name to show",
        help_text="Optional. It need not be your real name.",
    )
