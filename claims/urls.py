"""Every address of the biller's desk."""

from django.urls import path

from claims.views import (
    answers,
    asking,
    books,
    boxes,
    calendar,
    codes,
    desk,
    money,
    patient,
    sending,
    sheets,
    trying,
)

app_name = "claims"

urlpatterns = [
    path("<int:pk>/", desk.claim, name="claim"),
    path("<int:pk>/lifecycle/", desk.lifecycle, name="lifecycle"),
    path("<int:pk>/sent/<int:number>/", sheets.submission, name="submission"),
    path("<int:pk>/statement/<int:number>/", sheets.statement, name="statement"),
    path("<int:pk>/statement/<int:number>.pdf", sheets.statement_file, name="statement_pdf"),
    path("try/", trying.try_payer, name="try"),
    path("open/<int:attempt_pk>/", codes.open_claim, name="open"),
    path("calendar/<int:attempt_pk>/", calendar.move, name="calendar"),
    path("<int:pk>/boxes/", boxes.edit, name="boxes"),
    path("<int:pk>/scrubber/", boxes.scrubber, name="scrubber"),
    path("<int:pk>/take-codes/", codes.take, name="take_codes"),
    path("<int:pk>/return-codes/", codes.send_back, name="return_codes"),
    path("<int:pk>/coverage/", asking.coverage, name="check_coverage"),
    path("<int:pk>/authorization/", asking.authorization, name="authorization"),
    path("<int:pk>/status/", asking.status, name="ask_status"),
    path("<int:pk>/cause/", answers.diagnose, name="diagnose"),
    path("<int:pk>/submit/", sending.submit, name="submit"),
    path("<int:pk>/resubmit/", sending.resubmit, name="resubmit"),
    path("<int:pk>/information/", sending.information, name="send_information"),
    path("<int:pk>/correct/", answers.correct, name="open_correction"),
    path("<int:pk>/cancel-correction/", answers.cancel, name="cancel_correction"),
    path("<int:pk>/appeal/", answers.appeal, name="appeal"),
    path("<int:pk>/void/", answers.void, name="void"),
    path("<int:pk>/reopen/", answers.reopen, name="reopen"),
    path("<int:pk>/post/", money.post, name="post"),
    path("<int:pk>/write-off/", money.write_off, name="write_off"),
    path("<int:pk>/bill-patient/", patient.bill_patient, name="bill_patient"),
    path("<int:pk>/post-lines/", money.post_lines, name="post_lines"),
    path("<int:pk>/posting-mode/", money.posting_mode, name="posting_mode"),
    path("<int:pk>/refund/", money.refund, name="refund"),
    path("<int:pk>/approve-write-off/", money.approve_write_off, name="approve_write_off"),
    path("<int:pk>/refuse-write-off/", money.refuse_write_off, name="refuse_write_off"),
    path("<int:pk>/payment-plan/", patient.payment_plan, name="payment_plan"),
    path("<int:pk>/collections/", patient.collections, name="collections"),
    path("<int:pk>/reconciliation/", books.reconciliation, name="reconciliation"),
]
