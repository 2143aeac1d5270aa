"""What a person may type at the biller's desk.

A form refuses what is no value at all (a charge of `12,5`); whether a value is *right* is the
scrubber's and the payer's to say.
"""

from claims.forms.asking import AuthorizationForm, CoverageForm
from claims.forms.boxes import BoxesForm
from claims.forms.letters import AppealForm, BoxCommentForm, DiagnosisForm, InformationForm
from claims.forms.money import PlanForm, PostingForm, PostingModeForm, RefundForm
from claims.forms.steps import (
    CalendarForm,
    CorrectionForm,
    LineForm,
    OpenForm,
    ReasonForm,
    ReturnForm,
    ScrubberForm,
    SendForm,
    StepForm,
    UnkeyedForm,
    WriteOffForm,
)
from claims.forms.trying import ScenarioForm

__all__ = [
    "AppealForm",
    "AuthorizationForm",
    "BoxCommentForm",
    "BoxesForm",
    "CalendarForm",
    "CorrectionForm",
    "CoverageForm",
    "DiagnosisForm",
    "InformationForm",
    "LineForm",
    "OpenForm",
    "PlanForm",
    "PostingForm",
    "PostingModeForm",
    "ReasonForm",
    "RefundForm",
    "ReturnForm",
    "ScenarioForm",
    "ScrubberForm",
    "SendForm",
    "StepForm",
    "UnkeyedForm",
    "WriteOffForm",
]
