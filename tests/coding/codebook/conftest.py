"""The built codebook, made current first (a no-op when it is)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from coding.codebook import open_codebook


@pytest.fixture(scope="session")
def book(built_codebook):
    call_command("build_codebook")
    return open_codebook(Path(settings.CODEBOOK_PATH))
