"""Who may do what, as data: one table from role to permissions. Elsewhere ask `has_perm`."""

SEE_WORK = frozenset({"coding.view_attempt", "claims.view_claim"})

LOOK = SEE_WORK | {"coding.see_draft"}
"""What a seat keeps of its desk's permissions while the class or the assignment is at rest."""

CODER = LOOK | {"coding.code_attempt", "coding.move_calendar"}

BILLER = SEE_WORK | {
    "coding.move_calendar",
    "claims.open_claim",
    "claims.prepare_claim",
    "claims.submit_claim",
    "claims.correct_claim",
    "claims.answer_payer",
    "claims.appeal_claim",
    "claims.void_claim",
    "claims.post_money",
    "claims.bill_patient",
    "claims.write_off_claim",
}

# What a manager does in an office: alone, the learner is that manager too.
MANAGER = frozenset(
    {
        "claims.approve_write_off",
        "claims.choose_posting",
        "claims.choose_scrubber",
        "claims.reopen_claim",
        "coding.release_marks",
    }
)

ASSISTANT = SEE_WORK | {
    "coding.see_unreleased_marks",
    "classroom.view_course",
    "classroom.mark_work",
}

INSTRUCTOR = (
    ASSISTANT
    | MANAGER
    | {
        "claims.write_off_claim",
        "coding.mend_key",
        "coding.decide_challenge",
        "coding.move_calendar",
        "classroom.run_course",
        "classroom.move_class",
    }
)

# Where there is somebody to decide it: not alone.
SET_WORK: dict[str, frozenset[str]] = {
    "coder": frozenset({"coding.challenge_mark"}),
    "biller": frozenset(),
}

DESKS: dict[str, frozenset[str]] = {"coder": CODER, "biller": BILLER}
COURSE_ROLES: dict[str, frozenset[str]] = {
    "learner": frozenset({"classroom.join_work"}),
    "assistant": ASSISTANT,
    "instructor": INSTRUCTOR,
    "former": frozenset(),
}
