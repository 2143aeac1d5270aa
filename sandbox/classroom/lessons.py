"""How much of each part of the billing mark a class reaches."""

from django.db.models import Avg, Count, OuterRef, Subquery

from claims.marking import LABELS, Skill
from claims.models import BillingMark, BillingMarkPart
from sandbox.classroom.models import Course

BarRow = tuple[str, int, str]
"""Label, number, and the number in words, as a bar chart takes them."""


def parts_reached(course: Course) -> list[BarRow]:
    """How much of each part of the billing mark the class reaches on average, in percent, over the
    newest mark of each closed claim; the parts that no claim had yet are left out."""
    newest = BillingMark.objects.filter(claim=OuterRef("mark__claim")).order_by("-version")
    found = (
        BillingMarkPart.objects.filter(
            mark__claim__attempt__work__assignment__course=course,
            mark__claim__attempt__work__is_preview=False,
            mark=Subquery(newest.values("pk")[:1]),
        )
        .order_by()
        .values_list("skill")
        .annotate(Avg("reached"), Count("pk"))
    )
    means = {Skill(skill): (round(100 * mean), n) for skill, mean, n in found}
    return [
        (LABELS[skill], means[skill][0], f"{means[skill][0]}% of {means[skill][1]}")
        for skill in Skill
        if skill in means
    ]
