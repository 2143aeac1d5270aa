"""The style guide: every component on one page, with invented figures (development only)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coding.notes import Highlight, locate, passages
from coding.notes import render as render_note
from coding.templatetags.clean_claim import STATES, TONE_ICONS

TODAY = date(2026, 3, 10)
NOTE = """## Chief complaint
Burning on urination for three days.

## History
Rowan Ashdown is a 54-year-old woman with type 2 diabetes. She has no fever and no flank pain.

## Results
| Test | Result |
|---|---|
| Nitrites | positive |
| Culture | E. coli, over 100,000 CFU/mL |

## Assessment
- Urinary tract infection due to E. coli.
- Type 2 diabetes with hyperglycemia, glucose 287 mg/dL.
"""
PROOF = (("Urinary tract infection", "N39.0"), ("E. coli, over 100,000 CFU/mL", "B96.20"))


@dataclass(frozen=True)
class SampleRow:
    """One claim of the sample worklist."""

    patient: str
    case: str
    state: str
    sent: date | None
    due: date | None
    balance: Decimal | None


@dataclass(frozen=True)
class SampleEvent:
    """One line of the sample timeline."""

    day: date
    actor: str
    text: str
    state: str = ""
    detail: str = ""


class SampleForm(forms.Form):
    """One field of each kind."""

    member_id = forms.CharField(
        label="Member number", help_text="As on the card: SBX and 9 digits."
    )
    amount = forms.DecimalField(label="Amount to write off", required=False)
    reason = forms.ChoiceField(choices=[("", "Choose"), ("small", "Small balance")])
    accident = forms.ChoiceField(
        label="Was it an accident?",
        choices=[("none", "No"), ("work", "Yes, at work"), ("auto", "Yes, by car")],
        widget=forms.RadioSelect,
    )
    letter = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Letter to the payer")
    sure = forms.BooleanField(label="The records are attached")


EVENTS = (
    SampleEvent(date(2026, 2, 3), "Ida, biller", "Claim sent, version 1", "submitted"),
    SampleEvent(
        date(2026, 2, 5),
        "Sandbox Mutual",
        "Pays nothing",
        "denied",
        "CO-11: the diagnosis does not justify the procedure, line 2.",
    ),
    SampleEvent(date(2026, 3, 10), "Ida, biller", "Correction opened", "corrected"),
)


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, with a form that was sent with errors."""
    return render(request, "styleguide.html", _sample())


def _sample() -> dict[str, Any]:
    marks = [Highlight(*(locate(NOTE, words) or (0, 0)), label) for words, label in PROOF]
    return {
        "today": TODAY,
        "note": render_note(NOTE, marks),
        "passages": passages(NOTE),
        "states": list(STATES),
        "tones": list(TONE_ICONS),
        "rows": _rows(),
        "form": SampleForm({"member_id": "", "amount": "ten"}),
        "events": EVENTS,
        "page": Paginator(range(300), 15).get_page(2),
        "money": SimpleNamespace(
            gain=Decimal("1204.5"), loss=Decimal("-20"), zero=Decimal(0), unknown=None
        ),
        "balance": [Decimal(amount) for amount in ("227.00", "105.03", "80.33", "31.64", "10.00")],
        "filters": [
            ("All", "#", 15, True),
            ("Holds", "#", 2, False),
            ("Denied", "#", 3, False),
            ("Late", "#", 0, False),
        ],
        "misses": [("E11.65", 14, "14"), ("Z79.4", 9, "9"), ("N39.0", 3, "3"), ("I10", 0, "0")],
    }


def _rows() -> list[SampleRow]:
    names = ("Rowan Ashdown", "Mika Thorne", "Ode Larkspur", "Ines Calloway", "Bram Whitlock")
    cases = ("E. coli urinary tract infection", "Knee injection on the day of another visit")
    return [
        SampleRow(
            names[number % len(names)],
            cases[number % len(cases)],
            list(STATES)[number % len(STATES)],
            None if number % len(STATES) == 0 else date(2026, 2, 1 + number),
            date(2026, 4, 1 + number) if number % 3 else None,
            None if number == 4 else Decimal(number) * Decimal("37.41"),
        )
        for number in range(15)
    ]
