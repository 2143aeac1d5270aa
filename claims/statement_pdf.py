"""The patient's statement as a PDF. PURE but for reportlab: no rows, no clock."""

from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from claims.statements import FICTION, WATERMARK, StatementSheet


def statement_pdf(sheet: StatementSheet) -> bytes:
    """The sheet as a PDF of US letter pages; the same sheet gives the same bytes."""
    target = BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=LETTER,
        title=f"{sheet.title} for {sheet.patient}",
        author=sheet.practice,
        subject=WATERMARK,
        topMargin=0.9 * inch,
        bottomMargin=0.9 * inch,
        invariant=1,
        pageCompression=0,
    )
    document.build(_story(sheet), onFirstPage=_mark, onLaterPages=_mark)
    return target.getvalue()


def _story(sheet: StatementSheet) -> list[Flowable]:
    """The sheet from top to bottom."""
    styles: Any = getSampleStyleSheet()
    body, heading = styles["BodyText"], styles["Heading1"]
    return [
        Paragraph(_text(sheet.practice), styles["Heading2"]),
        Paragraph(_text(sheet.title), heading),
        Paragraph(f"<b>Patient</b> {_text(sheet.patient)}", body),
        Paragraph(f"<b>Account</b> {_text(sheet.account)}", body),
        Paragraph(f"<b>Date</b> {_text(sheet.on)}", body),
        Paragraph(f"<b>Your plan</b> {_text(sheet.payer)} has answered this claim.", body),
        Spacer(1, 0.2 * inch),
        _lines(sheet, body),
        Spacer(1, 0.2 * inch),
        Paragraph(f"Please pay <b>{_text(sheet.total)}</b>.", styles["Heading3"]),
        *_aging(sheet, body),
        Paragraph(_text(FICTION), body),
    ]


def _lines(sheet: StatementSheet, body: ParagraphStyle) -> Table:
    """The services with what the patient's part is made of."""
    right = ParagraphStyle("right", parent=body, alignment=2)
    head = ["Date", "Service", "Charged", "Why you pay", "Your part"]
    rows: list[list[Any]] = [[Paragraph(f"<b>{_text(title)}</b>", body) for title in head]]
    rows += [
        [
            Paragraph(_text(line.date), body),
            Paragraph(f"{_text(line.procedure)} {_text(line.title)}", body),
            Paragraph(_text(line.charge), right),
            Paragraph("<br/>".join(_text(why) for why in line.why), body),
            Paragraph(_text(line.amount), right),
        ]
        for line in sheet.lines
    ]
    widths = [width * inch for width in (0.9, 2.4, 0.9, 1.5, 0.8)]
    style = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    return Table(rows, colWidths=widths, style=style, repeatRows=1)


def _aging(sheet: StatementSheet, body: ParagraphStyle) -> list[Flowable]:
    """How long the money has been asked for; nothing on a sheet that does not say."""
    if not sheet.aging:
        return []
    rows = [
        [Paragraph(f"<b>{_text(label)}</b>", body) for label, _ in sheet.aging],
        [Paragraph(_text(amount), body) for _, amount in sheet.aging],
    ]
    style = TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black)])
    table = Table(rows, colWidths=[1.3 * inch] * len(sheet.aging), style=style)
    return [
        Paragraph("How long it has been asked for, from the first statement", body),
        table,
        Spacer(1, 0.2 * inch),
    ]


def _mark(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Every page says what it is: across it in grey, and in plain letters above and below."""
    width, height = document.pagesize
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.setFont("Helvetica-Bold", 44)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(45)
    canvas.drawCentredString(0, 0, WATERMARK)
    canvas.restoreState()
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(width / 2, height - 0.5 * inch, WATERMARK)
    canvas.drawCentredString(width / 2, 0.5 * inch, WATERMARK)


def _text(value: str) -> str:
    """Plain text for reportlab's small markup language."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
