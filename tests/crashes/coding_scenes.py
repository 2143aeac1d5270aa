"""A scene for every writing service of `coding`."""

from dataclasses import replace
from datetime import date

from coding import services
from coding.answer import DiagnosisLine
from coding.cases.mending import accepting
from coding.codebook.default import codebook
from coding.models import Attempt, CaseVersion, Challenge, Mark, MarkChange
from coding.queries import note_passages
from coding.sheet.actions import Posted
from coding.sheet.rows import sheet_of
from sandbox.classroom.models import Mode, Pair, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import begin_assigned, create_assignment
from tests.coding.desk import Desk, alone, pair
from tests.coding.test_querying import ASKED
from tests.crashes.scene import Scene, scene
from tests.factories import make_case, make_course, make_pair, make_practice, make_user

WHY = "For the test."
SLUG = "uti-e-coli"


def newest() -> CaseVersion:
    """A case of the library."""
    return make_case(SLUG).newest()


def source() -> str:
    """The file of a case."""
    return newest().source


def saved() -> Desk:
    """A sheet with the right codes on it, a pair's."""
    desk = pair(SLUG)
    desk.save(desk.key_answer)
    return desk


def with_partner() -> Desk:
    """A sheet with the right codes on it; the biller is a scripted partner."""
    learner, case = make_user("learner"), make_case(SLUG)
    assignment = create_assignment(
        make_course(learner), title="Pairs", cases=[case], mode=Mode.PAIRS, partner="perfect"
    )
    Pair.objects.create(assignment=assignment, swaps=False, coder=learner)
    desk = Desk(begin_assigned(assignment, case=case, user=learner), learner)
    desk.save(desk.key_answer)
    return desk


def slipped() -> Work:
    """A pair's finalised coding with a slip in it."""
    work = make_pair(slug=SLUG)
    play(work, goal=Goal.CODED, slip=work.attempt.parsed().pitfalls[0])
    return work


def released() -> Work:
    """The same after its marks were released."""
    work = slipped()
    services.release_marks(work.attempt_id, actor=make_user("teacher"))
    return Work.objects.get(pk=work.pk)


def _mark_of(work: Work) -> int:
    return Mark.objects.get(coding_version__attempt=work.attempt_id, stands=True).pk


def challenged() -> Challenge:
    """A challenge that waits."""
    work = released()
    return services.challenge_finding(
        work.attempt_id,
        actor=make_user("coder"),
        number=1,
        mark=_mark_of(work),
        place=1,
        quote=note_passages(work.attempt)[0],
        guideline="I.B.7",
        argument=WHY,
    )


def decided() -> Challenge:
    """A challenge that was accepted."""
    challenge = challenged()
    return services.decide_challenge(
        challenge.pk, actor=make_user("teacher"), accepted=True, reason=WHY
    )


def commented() -> Work:
    """A coding with a comment on its note."""
    work = slipped()
    services.comment_passage(
        work.attempt_id, actor=make_user("teacher"), quote=note_passages(work.attempt)[0], text=WHY
    )
    return work


def tired() -> Attempt:
    """An attempt at a case in which the provider can be asked."""
    return make_practice(slug="tired-anemia-query").attempt


def asked() -> int:
    """A query that waits for its answer."""
    query = services.ask_provider(tired().pk, actor=make_user(), key=1, query=ASKED)
    return query.pk


def other_organism() -> Work:
    """A pair's coding with an organism that a mended key would take."""
    desk = pair(SLUG)
    right = desk.key_answer
    lines = tuple(
        DiagnosisLine("B96.29") if line.code == "B96.20" else line for line in right.diagnoses
    )
    desk.finalise(replace(right, diagnoses=lines))
    return desk.work


def mended() -> tuple[Work, CaseVersion]:
    """That coding, and a key that takes it."""
    work, version = other_organism(), newest()
    return work, services.mend_key(
        version,
        key=accepting(version.parsed().key, "B96.20", "B96.29"),
        actor=make_user("teacher"),
        reason=WHY,
    )


def remarking() -> int:
    """A remarking of which nothing is done yet."""
    work, version = mended()
    return services.start_remarking(
        [work.attempt_id],
        case_version=version,
        actor=make_user("teacher"),
        reason=WHY,
        never_lower=True,
    ).pk


def changed() -> int:
    """A changed mark that nobody has looked at."""
    services.remark_batch(remarking())
    return MarkChange.objects.get().pk


def teacher(_: object) -> object:
    """The instructor."""
    return make_user("teacher")


def _attempt_id(desk: Desk) -> int:
    return desk.work.attempt_id


def _of_work(work: Work) -> int:
    return work.attempt_id


def _coder(desk: Desk) -> object:
    return desk.coder


def _version(desk: Desk) -> int:
    return desk.attempt.draft_version


def _itself(thing: object) -> object:
    return thing


def _posted(desk: Desk) -> Posted:
    return Posted(sheet_of(desk.key_answer), version=desk.attempt.draft_version)


SCENES: tuple[Scene, ...] = (
    scene(services.start_attempt, newest, _itself),
    scene(services.start_audit, newest, _itself),
    scene(services.use_hint, alone, _attempt_id, shown=0),
    scene(
        services.load_case,
        source,
        lambda text: text.replace(SLUG, "another-uti"),
        path="another-uti.md",
        tells="new",
    ),
    scene(
        services.load_case,
        source,
        lambda text: text.replace("title: ", "title: Again "),
        path=f"{SLUG}.md",
        tells="changed",
    ),
    scene(
        services.save_draft,
        alone,
        _attempt_id,
        actor=_coder,
        answer=lambda desk: desk.key_answer,
        expected_version=_version,
    ),
    scene(services.step_draft, saved, _attempt_id, actor=_coder, by=-1, expected_version=_version),
    scene(services.work_sheet, alone, lambda desk: desk.attempt, actor=_coder, posted=_posted),
    scene(services.finalise_coding, saved, _attempt_id, actor=_coder, expected_version=_version),
    scene(
        services.finalise_coding,
        with_partner,
        _attempt_id,
        actor=_coder,
        expected_version=_version,
        tells="with a scripted biller",
    ),
    scene(services.return_to_coder, slipped, _of_work, actor=teacher, reason=WHY),
    scene(services.release_marks, slipped, _of_work, actor=teacher),
    scene(services.give_feedback, slipped, _of_work),
    scene(
        services.comment_passage,
        slipped,
        _of_work,
        actor=teacher,
        quote=lambda work: note_passages(work.attempt)[0],
        text=WHY,
    ),
    scene(
        services.remove_comment,
        commented,
        _of_work,
        actor=teacher,
        number=lambda work: work.attempt.comments.get().pk,
    ),
    scene(
        services.challenge_finding,
        released,
        _of_work,
        actor=lambda _: make_user("coder"),
        number=1,
        mark=_mark_of,
        place=1,
        quote=lambda work: note_passages(work.attempt)[0],
        guideline="I.B.7",
        argument=WHY,
    ),
    scene(
        services.decide_challenge,
        challenged,
        lambda challenge: challenge.pk,
        actor=teacher,
        accepted=True,
        reason=WHY,
    ),
    scene(services.see_decision, decided, lambda challenge: challenge.pk),
    scene(
        services.keep_code,
        make_user,
        _itself,
        lambda _: codebook().find("N39.0", on=date(2026, 3, 10)),
        keep=True,
    ),
    scene(
        services.ask_provider,
        tired,
        lambda attempt: attempt.pk,
        actor=lambda _: make_user(),
        key=1,
        query=ASKED,
    ),
    scene(services.answer_query, asked, _itself),
    scene(
        services.mend_key,
        newest,
        _itself,
        key=lambda version: accepting(version.parsed().key, "B96.20", "B96.29"),
        actor=teacher,
        reason=WHY,
    ),
    scene(
        services.start_remarking,
        mended,
        lambda found: [found[0].attempt_id],
        case_version=lambda found: found[1],
        actor=teacher,
        reason=WHY,
        never_lower=False,
    ),
    scene(services.remark_batch, remarking, _itself),
    scene(services.see_change, changed, _itself, actor=teacher),
)
