"""The problems of a form, each with its control."""

from django import forms

from coding.form_errors import Problem, problems


class Sample(forms.Form):
    number = forms.CharField(label="Member number")
    accident = forms.ChoiceField(
        label="Was it an accident?", choices=[("n", "No")], widget=forms.RadioSelect
    )

    def clean(self):
        raise forms.ValidationError("Nothing fits.")


def test_problems_lead_to_the_first_control_of_each_field():
    assert problems([Sample({})]) == (
        Problem("Nothing fits.", ""),
        Problem("Member number: This field is required.", "id_number"),
        Problem("Was it an accident: This field is required.", "id_accident_0"),
    )


def test_problems_of_a_formset_come_form_by_form():
    several = forms.formset_factory(forms.Form, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    assert problems([several(data)]) == (Problem("Please submit at most 1 form.", ""),)


def test_problems_of_a_form_not_yet_sent_are_none():
    assert problems([Sample(), None]) == ()
