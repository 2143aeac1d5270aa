"""The printed statement."""

from dataclasses import replace

from claims.statement_pdf import statement_pdf
from claims.statements import WATERMARK, StatementLine, StatementSheet

LINE = StatementLine(
    number=1,
    date="Mar 10, 2026",
    procedure="OV-324",
    title="Office visit & more <low>",
    charge="$185.00",
    why=("Your copay.",),
    amount="$30.00",
)
SHEET = StatementSheet(
    number=2,
    practice="Juniper Hollow Family Clinic",
    patient="Rowan Ashdown",
    account="00001-00001",
    payer="Prairie Mutual",
    on="Apr 1, 2026",
    lines=(LINE,),
    total="$30.00",
)


def test_pdf_is_the_same_for_the_same_sheet():
    assert statement_pdf(SHEET) == statement_pdf(SHEET)
    assert statement_pdf(SHEET).startswith(b"%PDF-")


def test_pdf_says_on_every_page_that_it_is_training():
    long = replace(SHEET, lines=tuple(replace(LINE, number=n) for n in range(60)))
    pdf = statement_pdf(long)
    pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
    assert pages > 1
    assert pdf.count(WATERMARK.encode()) >= 3 * pages


def test_pdf_prints_names_that_hold_markup_characters():
    pdf = statement_pdf(replace(SHEET, patient="Ada <b> & Co"))
    assert b"Ada <b> & Co" in pdf
