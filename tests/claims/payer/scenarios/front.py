"""The front door: all that is wrong is told at once."""

import datetime as dt

from tests.claims.payer.scenarios.form import Edge, beside
from tests.claims.scenarios import line

ORIGINALS = {"payer": {"accepts_replacements": False}}

FRONT = {
    "member_id_missing": Edge(
        stops={"claim": {"member_id": " "}},
        passes={"claim": {"member_id": "SBX100200301"}},
        answer="A6:164",
    ),
    "member_not_found": Edge(
        stops={"claim": {"member_id": "SBX100200310"}},
        passes={"claim": {"member_id": "sbx100200301"}},
        answer="A7:164",
    ),
    "birth_date_differs": Edge(
        stops={"claim": {"patient_born": dt.date(1971, 6, 5)}},
        passes={"claim": {"patient_born": dt.date(1971, 6, 4)}},
        answer="A7:158",
    ),
    "no_lines": Edge(stops={"lines": []}, passes={"lines": beside()[:1]}, answer="A6:454"),
    "diagnosis_count": Edge(
        stops={"claim": {"diagnoses": ("E11.65",) * 13}},
        passes={"claim": {"diagnoses": ("E11.65",) * 12}},
        answer="A7:255",
    ),
    "pointer_invalid": Edge(
        stops={"lines": [line(1, "OV-324", pointers=(3,))]},
        passes={"lines": [line(1, "OV-324", pointers=(2,))]},
        answer="A7:477",
    ),
    "charge_not_positive": Edge(
        stops={"lines": [line(1, "OV-324", "0.00")]},
        passes={"lines": [line(1, "OV-324", "0.01")]},
        answer="A7:178",
    ),
    "service_after_sending": Edge(
        stops={"claim": {"sent": dt.date(2026, 3, 9)}},
        passes={"claim": {"sent": dt.date(2026, 3, 10)}},
        answer="A7:187",
    ),
    "replacement_not_taken": Edge(
        stops={"claim": {"frequency": 7, "original_reference": "X"}, **ORIGINALS},
        passes={"claim": {"frequency": 1}, **ORIGINALS},
        answer="A7:535",
    ),
}
