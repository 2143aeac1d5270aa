"""Work with where it stands, in one statement: what every list of a course is built on."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from claims.models import BillingMark, LedgerEntry
from coding.models import CodingVersion, Mark
from sandbox.classroom.models import Course, MarkOverride, Mode, Work


def set_work(course: Course) -> QuerySet[Work]:
    """The work of a course's assignments; previews by its staff are left out."""
    return Work.objects.filter(assignment__course=course, is_preview=False)


def staged(works: QuerySet[Any]) -> QuerySet[Any]:
    """Work with `stage` (a slug of ALL_STAGES), `claim_id`, `coded`, and `last_move`, the moment
    when something was last done to it."""
    is_first = Q(attempt__claims__sequence=1)
    return works.annotate(
        first_claim=FilteredRelation("attempt__claims", condition=is_first),
        claim_id=F("first_claim__pk"),
        claim_state=F("first_claim__state"),
        coded=Exists(CodingVersion.objects.filter(attempt=OuterRef("attempt"))),
        last_move=Greatest(
            F("attempt__touched_at"),
            Coalesce(F("first_claim__moved_at"), F("attempt__touched_at")),
            output_field=DateTimeField(),
        ),
    ).annotate(
        stage=Case(
            When(attempt__coding_open=True, coded=False, then=Value("coding")),
            When(attempt__coding_open=True, then=Value("returned")),
            When(claim_state__isnull=False, then=F("claim_state")),
            When(Q(assignment__mode=Mode.CODER), then=Value("coded")),
            default=Value("ready"),
            output_field=CharField(),
        )
    )


def marked(works: QuerySet[Any]) -> QuerySet[Any]:
    """Work with its automatic marks, `coding_score` (of the first coding: what comes after is
    repair) and `billing_score`, each with the newest `..._override` of a person, and `owed`, the
    balance of its claims."""
    standing = Mark.objects.filter(coding_version__attempt=OuterRef("attempt"), stands=True)
    first = standing.order_by("coding_version__number").values("score")[:1]
    kept = BillingMark.objects.filter(claim__attempt=OuterRef("attempt"), claim__sequence=1)
    newest = kept.order_by("-version").values("score")[:1]
    ledger = (
        LedgerEntry.objects.filter(claim__attempt=OuterRef("attempt"))
        .order_by()
        .values("claim__attempt")
    )
    by_hand = MarkOverride.objects.filter(work=OuterRef("pk")).order_by("-pk")
    return works.annotate(
        coding_score=Subquery(first),
        billing_score=Subquery(newest),
        coding_override=Subquery(by_hand.filter(desk="coder").values("score")[:1]),
        billing_override=Subquery(by_hand.filter(desk="biller").values("score")[:1]),
        owed=Subquery(ledger.annotate(owed=Sum("amount")).values("owed")),
    )
