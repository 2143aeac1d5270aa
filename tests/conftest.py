"""What every test may use: the codebook, loaded cases, people at desks."""

import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as properties

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# No test fails for the clock of a busy machine.
hypothesis.settings.register_profile("sandbox", deadline=None)
hypothesis.settings.load_profile("sandbox")


def pytest_configure() -> None:
    """Plain static files: tests do not collect them first. Nothing fails for being slow."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    properties.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    properties.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def built_codebook() -> Path:
    """The codebook, built when it is missing or out of date."""
    call_command("build_codebook", verbosity=0)
    return Path(settings.CODEBOOK_PATH)
