"""The migrations in the order in which the project received them: every state of the schema that a
sandbox may have stood at. A new migration is added at the end."""

ORDER = tuple(
    (app, name)
    for app, name in (
        line.split(".")
        for line in """
accounts.0001_initial
coding.0001_initial
claims.0001_initial
classroom.0001_initial
claims.0002_provider_and_refusal
claims.0003_remittance_cheque
claims.0004_counter_entries
claims.0005_money
claims.0006_scrubber_permission
claims.0007_appeal_ground
claims.0008_diagnosis
claims.0009_billing_marks
claims.0010_transfer
claims.0011_reopening_request
claims.0012_duplicates_leave_the_answer
coding.0002_keys_that_can_be_mended
classroom.0002_course_keys
coding.0003_challenges
coding.0004_provider_queries
classroom.0003_weights
coding.0005_audits
coding.0006_draft_steps
coding.0007_kept_codes
coding.0008_passage_comments
classroom.0004_audits
claims.0013_moved_at
claims.0014_box_comments
coding.0009_feedback_at
classroom.0005_running_a_class
classroom.0006_carry_over
classroom.0007_due_at
authoring.0001_initial
coding.0010_twins_and_mess
classroom.0008_twins_and_mess
coding.0011_erasing_leave
accounts.0002_sign_outs
claims.0015_what_waits
coding.0012_what_waits
claims.0016_once_for_nobody
coding.0013_see_draft
""".split()
    )
)
OWN = frozenset(app for app, _ in ORDER)
RUNNABLE = 4
"""How many of them the first version that anybody could run had."""
