"""Who renders care in the fictional practice, by NPI."""

from functools import lru_cache

from django.conf import settings

from coding.documents import read_document


@lru_cache(maxsize=1)
def provider_names() -> dict[str, str]:
    """NPI -> name as a note prints it, from `fixtures/payers/practice.yaml`; read once."""
    path = settings.PAYERS_DIR / "practice.yaml"
    practice = read_document(path.read_text(encoding="utf-8"), path=str(path))
    return {
        provider["npi"].text(): (
            f"{provider['first'].text()} {provider['last'].text()}, {provider['credential'].text()}"
        )
        for provider in practice["providers"].items()
    }
