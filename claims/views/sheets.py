"""What can be read or printed and never changes: a claim as it was sent, a statement."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from claims.access import get_claim_for
from claims.queries.desk import head_of
from claims.queries.sheets import statement_sheet, submission_sheet
from claims.statements import FICTION, WATERMARK
from coding.requests import SignedInRequest


@require_safe
def submission(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The claim exactly as it was sent, with the front door's answer."""
    claim = get_claim_for(request.user, pk)
    sent = get_object_or_404(
        claim.submissions.select_related("sent_by", "acknowledgment"), number=number
    )
    view = submission_sheet(sent)
    lines = [(line, None, None) for line in view.sheet.lines]
    context = {"head": head_of(claim), "sent": view, "lines": lines}
    return render(request, "claims/submission.html", context)


@require_safe
def statement(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A statement as a page to be printed."""
    claim = get_claim_for(request.user, pk)
    sheet = statement_sheet(claim, get_object_or_404(claim.statements, number=number))
    context = {
        "head": head_of(claim),
        "sheet": sheet,
        "fiction": FICTION,
        "watermark": WATERMARK,
    }
    return render(request, "claims/statement.html", context)


@require_safe
def statement_file(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The same statement as a PDF; what draws it is loaded by the first who asks."""
    from claims.statement_pdf import statement_pdf

    claim = get_claim_for(request.user, pk)
    found = get_object_or_404(claim.statements, number=number)
    pdf = statement_pdf(statement_sheet(claim, found))
    name = f"statement-{claim.pk}-{number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
