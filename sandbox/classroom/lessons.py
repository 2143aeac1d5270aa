"""What a class gets wrong, as bars: codes missed, lines refused, parts of the billing mark."""

from django.db.models import Avg, Count, OuterRef, Subquery, Sum

from claims.marking import LABELS, Skill
from claims.models import Adjustment, BillingMark, BillingMarkPart
from claims.reasons import reason
from coding.display import money_text
from coding.models import MarkFinding
from sandbox.classroom.models import Course

BarRow = tuple[str, int, str]
"""Label, number, and the number in words, as a bar chart takes them."""

ORDINARY = {("CO", "45"), ("CO", "59"), ("PR", "1"), ("PR", "2"), ("PR", "3")}


def codes_missed(course: Course, *, limit: int = 8) -> list[BarRow]:
    """The codes that the class misses most, with what kind of error it was."""
    found = (
        MarkFinding.objects.filter(
            mark__coding_version__attempt__work__assignment__course=course,
            mark__coding_version__attempt__work__is_preview=False,
            mark__stands=True,
            credit__lt=1,
        )
        .exclude(code="")
        .values_list("code", "category")
        .annotate(n=Count("pk"))
        .order_by("-n", "code")[:limit]
    )
    return [(f"{code} {category}", count, str(count)) for code, category, count in found]


def lines_refused(course: Course, *, limit: int = 8) -> list[BarRow]:
    """The reasons for which payers refused the class's lines, by how often, with the dollars."""
    found = (
        Adjustment.objects.filter(
            line__remittance__submission__claim__attempt__work__assignment__course=course
        )
        .values_list("group", "carc")
        .annotate(n=Count("pk"), dollars=Sum("amount"))
        .order_by("-n", "carc")
    )
    refused = [row for row in found if (row[0], row[1]) not in ORDINARY]
    return [
        (f"{group}-{carc} {reason(carc).says}", count, f"{count}, {money_text(dollars)}")
        for group, carc, count, dollars in refused[:limit]
    ]


def parts_reached(course: Course) -> list[BarRow]:
    """How much of each part of the billing mark the class reaches on average, in percent, over the
    newest mark of each closed claim; the parts that no claim had yet are left out."""
    newest = BillingMark.objects.filter(claim=OuterRef("mark__claim")).order_by("-version")
    found = (
        BillingMarkPart.objects.filter(
            mark__claim__attempt__work__assignment__course=course,
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
