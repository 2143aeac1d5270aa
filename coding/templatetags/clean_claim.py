"""The components of every page: one tag for each thing that is shown the same way everywhere.

`docs/front-end.md` shows them in use. What is drawn many times a page is built here; what is
bigger is a template in `components/`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from coding.charts import Bar, balance_segments, bars
from coding.display import day_text, money_text, plain_days
from coding.form_errors import Problem, problems
from coding.glossary import TERMS, Term, terms

register = template.Library()
register.filter(plain_days)

STATES = {
    "draft": "Draft",
    "submitted": "Submitted",
    "rejected": "Rejected",
    "denied": "Denied",
    "pended": "Pended",
    "corrected": "Corrected",
    "appealed": "Appealed",
    "paid": "Paid",
    "closed": "Closed",
}
TONE_ICONS = {
    "neutral": "dot",
    "info": "info",
    "good": "check",
    "warning": "warning",
    "bad": "stop",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; silent beside words, read out as `label` when it stands alone."""
    drawing = '<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>'
    if not label:
        return format_html(drawing, name)
    return format_html(drawing + '<span class="visually-hidden">{}</span>', name, label)


@register.simple_tag
@lru_cache(maxsize=256)
def state_badge(state: str, label: str = "") -> SafeString:
    """A claim's state in its colour, with its icon and its word; `label` is the word of what is
    not a claim's state, such as a stage before there is a claim."""
    known = state in STATES
    return format_html(
        '<span class="badge-state state-{}">{}{}</span>',
        state if known else "neutral",
        icon(f"state-{state}" if known else "dot"),
        STATES.get(state, label or state.replace("_", " ").capitalize()),
    )


@register.simple_tag
def badge(label: str, tone: str = "neutral", symbol: str = "") -> SafeString:
    """Any other status. `tone` is neutral, info, good, warning or bad; `symbol` an icon's name."""
    return format_html(
        '<span class="badge-state tone-{}">{}{}</span>',
        tone,
        icon(symbol or TONE_ICONS[tone]),
        label,
    )


@register.simple_tag
def money(amount: Decimal | None, signed: bool = False) -> SafeString:
    """An amount in dollars; zero is shown, None is a dash read out as "not known"."""
    if amount is None:
        return _unknown("money")
    kind = "money money-negative" if amount < 0 else "money"
    return format_html('<span class="{}">{}</span>', kind, money_text(amount, signed=signed))


@register.simple_tag
def day(value: date | None) -> SafeString:
    """A date, or a dash read out as "not known"."""
    if value is None:
        return _unknown("day")
    shown = '<time class="day" datetime="{}">{}</time>'
    return format_html(shown, value.isoformat(), day_text(value))


@register.simple_tag
def code(value: str, title: str = "", href: str = "") -> SafeString:
    """A code in monospace with its short title beside it; `href` makes the code a link."""
    drawn = format_html('<code class="code">{}</code>', value)
    if href:
        drawn = format_html('<a class="code-link" href="{}">{}</a>', href, drawn)
    if not title:
        return drawn
    inner = '{} <span class="code-title">{}</span>'
    return format_html('<span class="code-ref">' + inner + "</span>", drawn, title)


@register.simple_tag(takes_context=True)
def term(context: template.Context, name: str, shown: str = "") -> SafeString | str:
    """A word of the trade, explained where it is first met; plain words after that.

    Raises KeyError for a word that the glossary lacks, so that a slip is seen in the first test.
    """
    meaning = TERMS[name]
    words = shown or name
    request = context.get("request")
    met: set[str] = vars(request).setdefault("terms_met", set()) if request else set()
    if name in met:
        return words
    met.add(name)
    scope = getattr(getattr(request, "htmx", None), "target", None) or "page"
    return render_to_string(
        "components/term.html",
        {"id": f"term-{scope}-{slugify(name)}", "name": name, "words": words, "meaning": meaning},
    )


@register.simple_tag(takes_context=True)
def repeat(context: template.Context, block: str) -> SafeString:
    """The words of a block once more, such as the page's title as its heading."""
    found = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    return SafeString(found.render(context))


@register.simple_tag
def glossary_terms() -> tuple[Term, ...]:
    """Every word of the glossary by its alphabet: {% glossary_terms as terms %}."""
    return terms()


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: Any, hint: str = "", href: str = "", tone: str = "") -> dict[str, Any]:
    """One figure with its name, inside <dl class="stats">; None is a dash."""
    return {"label": label, "value": value, "hint": hint, "href": href, "tone": tone}


@register.inclusion_tag("components/filters.html")
def filters(items: Any, label: str = "Show") -> dict[str, Any]:
    """Links that narrow a list: (label, url, count or None, is current) each."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/empty.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, str]:
    """What an empty list says: why it is empty and, with `href`, what to do."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, tuple[Problem, ...]]:
    """All problems of these forms (or formsets), linked to their fields; nothing if none."""
    return {"problems": problems(forms)}


@register.inclusion_tag("components/field.html")
def field(bound: Any, width: str = "") -> dict[str, Any]:
    """A form field: label, help, error, control. `width` is "", code, money, date or short."""
    kind = getattr(bound.field.widget, "input_type", "") or bound.widget_type
    look = "form-select" if kind == "select" else "form-control"
    if kind == "checkbox":
        look = "form-check-input"
    if width:
        look += f" width-{width}"
    invalid = " is-invalid" if bound.errors else ""
    is_group = bound.use_fieldset
    control = bound if is_group else bound.as_widget(attrs=_classes(bound, look + invalid))
    return {"field": bound, "control": control, "kind": kind, "is_group": is_group}


@register.simple_tag
def plain_control(bound: Any) -> SafeString:
    """A form field's control alone, for a table whose heads and hidden labels name it."""
    invalid = " is-invalid" if bound.errors else ""
    return SafeString(bound.as_widget(attrs=_classes(bound, "form-control" + invalid)))


@register.inclusion_tag("components/balance_bar.html")
def balance_bar(
    charge: Decimal,
    paid: Decimal,
    adjusted: Decimal,
    patient: Decimal,
    balance: Decimal,
    label: str = "Charge",
) -> dict[str, Any]:
    """Charge = payer paid + adjusted + patient + balance, as one bar with its sum below."""
    parts = balance_segments(paid=paid, adjusted=adjusted, patient=patient, balance=balance)
    return {"charge": charge, "parts": parts, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(items: Any, label: str = "Timeline") -> dict[str, Any]:
    """What happened: items with day, actor, text and, if they like, state, detail and href."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/bar_table.html")
def bar_table(
    caption: str, rows: Any, head: str = "", unit: str = "", full: Any = None
) -> dict[str, Any]:
    """A bar chart that is a table: rows of (label, number, text) or (label, number, text, href);
    `full` is the number of a whole bar, such as 1 for shares."""
    drawn: tuple[Bar, ...] = bars(rows, full=full)
    return {"caption": caption, "rows": drawn, "head": head, "unit": unit}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """So many of so many."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: template.Context, page: Any, label: str = "Pages") -> dict[str, Any]:
    """Links through a paginated list (Django's Page), keeping the query's other parts."""
    return {"page": page, "label": label, "request": context.get("request")}


@register.simple_block_tag
def worklist(content: str, caption: str, count: int | None = None, id: str = "") -> str:  # noqa: A002
    """A dense table round the given thead and tbody, with a caption that is seen and its count."""
    context = {"content": content, "caption": caption, "count": count, "id": id}
    return render_to_string("components/worklist.html", context)


@register.simple_block_tag
def panel(content: str, title: str, id: str = "", count: int | None = None, level: int = 2) -> str:  # noqa: A002
    """A titled box round the given content; `id` names the section, `level` is its heading's."""
    context = {"content": content, "title": title, "id": id, "count": count, "level": level}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def callout(content: str, title: str = "", tone: str = "info") -> str:
    """A remark at its place: what, why, what next. `tone` as for badge."""
    context = {"content": content, "title": title, "tone": tone, "symbol": TONE_ICONS[tone]}
    return render_to_string("components/callout.html", context)


@register.simple_block_tag
def confirm(content: str, label: str, tone: str = "", id: str = "") -> str:  # noqa: A002
    """A move that asks once more: a button that opens the given form. `tone` "bad" warns,
    "next" makes it the page's filled button."""
    context = {"content": content, "label": label, "tone": tone, "id": id}
    return render_to_string("components/confirm.html", context)


@register.simple_block_tag
def context_banner(
    content: str,
    course: str = "",
    assignment: str = "",
    case: str = "",
    attempt: Any = None,
    today: date | None = None,
) -> str:
    """Where am I: what is given of these, then the content (such as the calendar's buttons)."""
    facts = [("Class", course), ("Assignment", assignment), ("Case", case), ("Attempt", attempt)]
    context = {"facts": [fact for fact in facts if fact[1]], "today": today, "content": content}
    return render_to_string("components/context_banner.html", context)


def _unknown(kind: str) -> SafeString:
    return format_html(
        '<span class="{} unknown"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">not known</span></span>',
        kind,
        money_text(None),
    )


def _classes(bound: Any, look: str) -> dict[str, str]:
    own = bound.field.widget.attrs.get("class", "")
    return {"class": f"{own} {look}".strip()}
