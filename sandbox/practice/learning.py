"""The learning path: for who walks it, and as a syllabus for who teaches it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coding.learning_path import Step, learning_path
from coding.models import Case
from sandbox.practice.queries import Choice, skills_text


@dataclass(frozen=True)
class StepView:
    """A case at its place on the learning path; `missing` are the numbers of those that should
    come first and are not done."""

    number: int
    choice: Choice
    missing: Sequence[int]


@dataclass(frozen=True)
class StageView:
    """A stage of the learning path with how far the user is."""

    name: str
    about: str
    steps: Sequence[StepView]

    @property
    def minutes(self) -> int:
        """What its cases take together."""
        return sum(step.choice.minutes for step in self.steps)

    @property
    def done(self) -> int:
        """How many of its cases are done."""
        return sum(step.choice.is_done for step in self.steps)


def path_of(choices: Sequence[Choice]) -> list[StageView]:
    """The learning path over those cases; a case that is not among them is left out."""
    known = {choice.slug: choice for choice in choices}
    places = _places(known)
    return [
        StageView(
            stage.name,
            stage.about,
            [
                StepView(
                    number=places[step.slug],
                    choice=known[step.slug],
                    missing=[
                        places[slug]
                        for slug in step.after
                        if slug in known and not known[slug].is_done
                    ],
                )
                for step in stage.steps
                if step.slug in known
            ],
        )
        for stage in learning_path()
    ]


def _places(known: Collection[str]) -> dict[str, int]:
    """The number of each case on the path, those that are not known left out."""
    slugs = (step.slug for stage in learning_path() for step in stage.steps)
    return {slug: place for place, slug in enumerate((s for s in slugs if s in known), start=1)}


@dataclass(frozen=True)
class SyllabusRow:
    """A case of the syllabus as instructors print it."""

    number: int
    title: str
    specialty: str
    difficulty: int
    minutes: int
    skills: str
    after: Sequence[int]
    coder: str
    biller: str


@dataclass(frozen=True)
class SyllabusStage:
    """A stage of the syllabus."""

    name: str
    about: str
    rows: Sequence[SyllabusRow]

    @property
    def minutes(self) -> int:
        """What its cases take together."""
        return sum(row.minutes for row in self.rows)


def syllabus() -> list[SyllabusStage]:
    """The learning path with what each listed case teaches: it says what is to be found, so it is
    for instructors; one query."""
    cases = {case.slug: case for case in Case.objects.filter(is_listed=True)}
    places = _places(cases)
    return [
        SyllabusStage(
            stage.name,
            stage.about,
            [_syllabus_row(step, cases, places) for step in stage.steps if step.slug in cases],
        )
        for stage in learning_path()
    ]


def _syllabus_row(step: Step, cases: Mapping[str, Case], places: Mapping[str, int]) -> SyllabusRow:
    case = cases[step.slug]
    return SyllabusRow(
        number=places[step.slug],
        title=case.title,
        specialty=case.specialty,
        difficulty=case.difficulty,
        minutes=case.minutes,
        skills=skills_text(case),
        after=[places[slug] for slug in step.after if slug in cases],
        coder=case.teaches_coder,
        biller=case.teaches_biller,
    )
