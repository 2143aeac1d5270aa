"""Tables that leave the sandbox as CSV or XLSX: no cell of them is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse

Cell = str | int | Decimal | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what begins like
    one (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as a CSV file in UTF-8 for download; numbers stay numbers, None is empty. Every
    text is quoted: where a spreadsheet parts cells at semicolons, half of one would be a cell."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe_cell(title) for title in header])
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    return _download(answer, f"{name}.csv")


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as an Excel workbook for download; texts are stored as texts, whatever they begin
    with, and are none the less written safe, for who saves them as CSV."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.freeze_panes = "B2"
    for row in (header, *rows):
        cells = []
        for value in row:
            shown = safe_cell(value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=shown)  # type: ignore[arg-type]
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, Decimal):
                cell.number_format = "0.00%"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return _download(HttpResponse(out.getvalue(), content_type=XLSX), f"{name}.xlsx")


def _download(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
