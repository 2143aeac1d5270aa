"""Where a piece of work stands: with the coder, ready to bill, coded and done, or the state of its
claim."""

from dataclasses import dataclass

from claims.models import ClaimState

BEFORE_THE_CLAIM = {
    "coding": "Being coded",
    "returned": "Back with the coder",
    "coded": "Coded",
    "ready": "Ready to bill",
}
"""`coded` is the end of work that nobody bills."""

DONE = ("coded", "closed")
REFUSED = ("rejected", "denied")


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

_LABELS = {stage.slug: stage.label for stage in ALL_STAGES}


def stage_label(slug: str) -> str:
    """The words of a stage."""
    return _LABELS[slug]


def stage_of(*, coding_open: bool, was_coded: bool, claim_state: str | None) -> Stage:
    """The stage of work at both desks from three facts; `claim_state` is None while there is no
    claim."""
    with_coder = "returned" if was_coded else "coding"
    slug = with_coder if coding_open else claim_state or "ready"
    return Stage(slug, stage_label(slug))
