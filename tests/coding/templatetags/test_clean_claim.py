"""The components, drawn."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Engine, Template
from django.test import RequestFactory

from coding.templatetags.clean_claim import STATES


def draw(source, **context):
    return Template("{% load clean_claim %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(("state", "word"), STATES.items())
def test_state_badge_shows_colour_icon_and_word(state, word):
    assert draw("{% state_badge state %}", state=state) == (
        f'<span class="badge-state state-{state}"><svg class="icon" aria-hidden="true"'
        f' focusable="false"><use href="#i-state-{state}"/></svg>{word}</span>'
    )


def test_state_badge_of_an_unknown_state_is_neutral():
    drawn = draw("{% state_badge 'in_transit' %}")
    assert 'class="badge-state state-neutral"' in drawn
    assert drawn.endswith("In transit</span>")


def test_state_badge_of_a_stage_before_the_claim_has_the_words_it_is_given():
    drawn = draw("{% state_badge 'coding' 'Being coded' %}{% state_badge 'paid' 'Sold' %}")
    assert ("Being coded</span>" in drawn, "Paid</span>" in drawn) == (True, True)


def test_confirm_of_the_next_move_is_filled():
    drawn = draw("{% confirm 'Release' tone='next' %}<p>Sure?</p>{% endconfirm %}")
    assert '<summary class="btn btn-primary">Release</summary>' in drawn


def test_plain_days_are_written_as_days_are_everywhere():
    drawn = draw("{{ text|plain_days }}", text="From 2026-01-31 to 2028-02-29, not 2026-02-30.")
    assert drawn == "From Jan 31, 2026 to Feb 29, 2028, not 2026-02-30."


def test_repeat_has_the_words_that_a_page_gave_the_block():
    engine = Engine(
        loaders=[
            (
                "django.template.loaders.locmem.Loader",
                {
                    "frame": "{% block title %}Old{% endblock %}|{% block main %}"
                    '{% repeat "title" %}{% endblock %}|{% repeat "title" %}',
                    "page": '{% extends "frame" %}{% block title %}{{ name }}, {{ block.super }}'
                    "{% endblock %}",
                },
            )
        ],
        builtins=["coding.templatetags.clean_claim"],
    )
    drawn = engine.get_template("page").render(Context({"name": "A & B"}))
    assert drawn == "|".join(["A &amp; B, Old"] * 3)


def test_money_marks_a_loss():
    drawn = draw("{% money amount %}", amount=Decimal("-20"))
    assert drawn == '<span class="money money-negative">\u2212$20.00</span>'


def test_money_unknown_is_a_dash_with_words():
    assert draw("{% money None %}") == (
        '<span class="money unknown"><span aria-hidden="true">\u2013</span>'
        '<span class="visually-hidden">not known</span></span>'
    )


def test_day_carries_the_date_for_machines():
    drawn = draw("{% day on %}", on=date(2026, 3, 10))
    assert drawn == '<time class="day" datetime="2026-03-10">Mar 10, 2026</time>'


def test_code_escapes_its_title():
    assert draw("{% code 'E11.65' title %}", title="a < b") == (
        '<span class="code-ref"><code class="code">E11.65</code>'
        ' <span class="code-title">a &lt; b</span></span>'
    )


def test_code_with_an_address_is_a_link():
    drawn = draw("{% code 'I10' href='/i10' %}")
    assert drawn == '<a class="code-link" href="/i10"><code class="code">I10</code></a>'


def test_term_is_explained_once_a_page():
    request = RequestFactory().get("/")
    drawn = draw("{% term 'CARC' %} {% term 'CARC' shown='CARCs' %}", request=request)
    assert drawn.count("popovertarget") == 1
    assert drawn.endswith("CARCs")


def test_term_in_a_partial_has_an_id_of_its_own():
    request = RequestFactory().get("/")
    request.htmx = SimpleNamespace(target="lines")
    assert 'id="term-lines-carc"' in draw("{% term 'CARC' %}", request=request)


def test_term_that_is_not_in_the_glossary_is_refused():
    with pytest.raises(KeyError):
        draw("{% term 'flux' %}")


def test_field_ties_help_and_error_to_its_control():
    class Sample(forms.Form):
        number = forms.CharField(label="Number", help_text="Nine digits.")

    drawn = draw("{% field form.number width='code' %}", form=Sample({}))
    assert 'aria-describedby="id_number_helptext id_number_error"' in drawn
    assert 'class="form-control width-code is-invalid"' in drawn
    assert 'id="id_number_error"' in drawn
    assert 'id="id_number_helptext"' in drawn


def test_error_summary_of_a_good_form_is_nothing():
    assert draw("{% error_summary form %}", form=forms.Form({})) == ""


def test_error_summary_links_to_the_field():
    class Sample(forms.Form):
        number = forms.CharField()

    drawn = draw("{% error_summary form %}", form=Sample({}))
    assert '<a href="#id_number">Number: This field is required.</a>' in drawn


def test_worklist_escapes_what_its_rows_print():
    drawn = draw(
        "{% worklist 'Claims' count=0 %}<tr><td>{{ x }}</td></tr>{% endworklist %}", x="<b>"
    )
    assert "<td>&lt;b&gt;</td>" in drawn
    assert '<caption>Claims <span class="count">0</span></caption>' in drawn


def test_balance_bar_says_its_sum_in_words():
    amounts = [Decimal(amount) for amount in ("100", "60", "20", "20", "0")]
    drawn = draw("{% balance_bar a.0 a.1 a.2 a.3 a.4 %}", a=amounts)
    assert drawn.count("plus </span>") == 3
    assert drawn.count("$100.00") == 1
    assert 'class="bar-balance"' not in drawn


def test_pages_of_a_single_page_are_nothing():
    assert draw("{% pages page %}", page=Paginator([1], 5).page(1)) == ""


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"state": "denied", "page": "2"})
    drawn = draw("{% pages page %}", page=Paginator(range(9), 3).page(2), request=request)
    assert 'href="?state=denied&amp;page=3"' in drawn
    assert "4 to 6 of 9" in drawn
