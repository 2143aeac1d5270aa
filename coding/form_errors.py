"""The problems of a form as a list of sentences, each with the control that it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.widgets import ChoiceWidget


@dataclass(frozen=True)
class Problem:
    """One sentence; `target` is the id of the control to go to, empty if it concerns the whole."""

    text: str
    target: str


def problems(forms: Iterable[BaseForm | BaseFormSet]) -> tuple[Problem, ...]:
    """Everything that is wrong with these forms, in the order of the page."""
    return tuple(problem for form in forms if form is not None for problem in _of(form))


def _of(form: BaseForm | BaseFormSet) -> Iterator[Problem]:
    if isinstance(form, BaseFormSet):
        yield from (Problem(str(text), "") for text in form.non_form_errors())
        for one in form.forms:
            yield from _of(one)
        return
    yield from (Problem(str(text), "") for text in form.non_field_errors())
    for bound in form:
        target = control_id(bound)
        yield from (
            Problem(f"{str(bound.label).rstrip('?:')}: {text}", target) for text in bound.errors
        )


def control_id(bound: BoundField) -> str:
    """The id of the first control of a field: of a radio group, its first button."""
    widget = bound.field.widget
    if isinstance(widget, ChoiceWidget) and widget.add_id_index:
        return f"{bound.auto_id}_0"
    return str(widget.id_for_label(bound.auto_id) or bound.auto_id)
