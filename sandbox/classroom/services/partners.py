"""The scripted partners: their accounts, and letting them play when their turn has come."""

import logging

from django.db import transaction

from sandbox.accounts.models import User
from sandbox.classroom.models import ScriptedPartner, Skill, Work
from sandbox.classroom.partner import take_turns

logger = logging.getLogger(__name__)

NAMES = {
    Skill.PERFECT: "Perfect partner (scripted)",
    Skill.TYPICAL: "Typical partner (scripted)",
    Skill.CARELESS: "Careless partner (scripted)",
}


@transaction.atomic
def partner_of(skill: str) -> User:
    """The account of the scripted partner of that skill, made the first time that it is needed."""
    found = ScriptedPartner.objects.select_related("user").filter(skill=skill).first()
    if found is not None:
        return found.user
    user, _ = User.objects.get_or_create(
        username=f"partner:{skill}", defaults={"display_name": NAMES[Skill(skill)], "password": "!"}
    )
    ScriptedPartner.objects.get_or_create(skill=skill, defaults={"user": user})
    return user


def play_partner_later(work: Work) -> None:
    """Let the scripted partner of the work, if there is one, take its turn once the transaction
    is through: what the learner did is kept whatever the partner does."""
    if work.seats.filter(user__scripted__isnull=False).exists():

        def play() -> None:
            play_partner(work.pk)

        transaction.on_commit(play, robust=True)


def play_partner(work_id: int) -> None:
    """Let the scripted partner go on with the work until the turn is a person's. Called twice at
    once, it plays once."""
    with transaction.atomic():
        work = Work.objects.select_for_update(of=("self",)).get(pk=work_id)
        take_turns(work)
    logger.info("scripted partner played on work %s", work_id)
