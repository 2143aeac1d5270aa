"""The rows of the coder's desk."""

from coding.models.attempt import Attempt, CodingReturn, CodingVersion, DraftStep
from coding.models.case import Case, CaseVersion
from coding.models.challenge import Challenge
from coding.models.comment import PassageComment
from coding.models.erasing import ErasingLeave
from coding.models.kept_code import KeptCode
from coding.models.mark import Mark, MarkChange, MarkFinding, Remarking
from coding.models.provider_query import ProviderQuery

__all__ = [
    "Attempt",
    "Case",
    "CaseVersion",
    "Challenge",
    "CodingReturn",
    "CodingVersion",
    "DraftStep",
    "ErasingLeave",
    "KeptCode",
    "Mark",
    "MarkChange",
    "MarkFinding",
    "PassageComment",
    "ProviderQuery",
    "Remarking",
]
