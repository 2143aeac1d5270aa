"""Which action leads out of an answer, by the reason and by what the case says. PURE.

A case that names the pitfall with its right action decides. Otherwise the reason's usual action is
right, and an appeal where the payer lets one win on that reason. Getting leave is half of a way:
the corrected claim that names it is the other half. Source: the actions are those of billing
practice; which one is usual for a reason stands with its text (`claims.reasons`).
"""

from collections.abc import Collection, Iterable

from claims.overturn import ground_for
from claims.reason_texts.kinds import Action
from claims.reasons import UnknownReason, is_unprocessable, reason
from coding.cases import Pitfall


def right_actions(
    codes: Collection[str], *, rarcs: Iterable[str] = (), pitfalls: Iterable[Pitfall] = ()
) -> frozenset[Action]:
    """The actions that are right for the dearest of an answer's stops or another of them.

    ``codes`` are group and reason ("CO-197") or the front door's status ("A7:164"), ``rarcs`` the
    answer's remarks, ``pitfalls`` those of the case.
    """
    if any(":" in code for code in codes) or is_unprocessable(tuple(rarcs)):
        return frozenset({Action.NEW_CLAIM})
    known = {Action(row.right_action) for row in pitfalls if set(row.reasons) & set(codes)}
    found = known or {action for code in codes for action in _usual(code)}
    if Action.AUTHORIZE in found:
        found = found | {Action.CORRECT}
    return frozenset(found)


def _usual(code: str) -> Iterable[Action]:
    carc = code.partition("-")[2]
    try:
        yield reason(carc).action
    except UnknownReason:
        return
    if ground_for(carc) is not None:
        yield Action.APPEAL
