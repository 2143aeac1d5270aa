"""Where a piece of work stands: with the coder, ready to bill, or the state of its claim."""

from dataclasses import dataclass

from claims.models import ClaimState

BEFORE_THE_CLAIM = {
    "coding": "Being coded",
    "returned": "Back with the coder",
    "ready": "Ready to bill",
}


@dataclass(frozen=True)
class Stage:
    """A stage's slug, as badges and filters use it, and its words."""

    slug: str
    label: str


ALL_STAGES = (
    *(Stage(slug, label) for slug, label in BEFORE_THE_CLAIM.items()),
    *(Stage(slug, str(label)) for slug, label in ClaimState.choices),
)
"""Every stage, in the order in which work passes through them."""


def stage_of(*, coding_open: bool, was_coded: bool, claim_state: str | None) -> Stage:
    """The stage from three facts; `claim_state` is None while there is no claim."""
    with_coder = "returned" if was_coded else "coding"
    slug = with_coder if coding_open else claim_state or "ready"
    return Stage(slug, BEFORE_THE_CLAIM.get(slug) or str(ClaimState(slug).label))
