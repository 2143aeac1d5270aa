"""Claims that are denied whole, with what each line then says."""

import datetime as dt

WHOLE_CLAIM = [
    ({"coverage": {"effective": dt.date(2026, 3, 11)}}, "PR-26"),
    ({"coverage": {"terminated": dt.date(2026, 3, 9)}}, "PR-27"),
    ({"claim": {"accident": "work"}}, "OA-19"),
    ({"claim": {"accident": "auto"}}, "OA-21"),
    ({"payer": {"property_and_casualty": True}}, "OA-109"),
    ({"plan": {"carve_outs": ("visit", "lab")}}, "OA-109"),
    ({"claim": {"sent": dt.date(2026, 6, 9)}}, "CO-29-N211"),
    ({"coverage": {"primary": False}}, "CO-22"),
    ({"claim": {"diagnoses": ("E11", "I10")}}, "CO-16-M76-M81-MA130"),
    ({"claim": {"diagnoses": ("E11.65", "Q99.99")}}, "CO-16-M76-MA130"),
    ({"claim": {"diagnoses": ("W26.0XXA", "I10")}}, "CO-16-MA63-MA130"),
    ({"claim": {"diagnoses": ("B96.20", "N39.0")}}, "CO-16-MA63-MA130"),
    ({"claim": {"rendering_npi": ""}}, "CO-16-N290-MA130"),
    ({"claim": {"rendering_npi": "9990000026"}}, "CO-16-N290-MA130"),
    ({"claim": {"billing_npi": "9990000018"}}, "CO-16-N257-MA130"),
    ({"claim": {"place_of_service": "99"}}, "CO-16-M77-MA130"),
    ({"claim": {"place_of_service": ""}}, "CO-16-M77-MA130"),
    ({"claim": {"frequency": 7}}, "CO-16-M47-MA130"),
    (
        {"claim": {"frequency": 7, "original_reference": "X", "original_processed": False}},
        "CO-16-M47-MA130",
    ),
    ({"claim": {"stands_beside": "X"}}, "OA-18"),
    (
        {
            "claim": {
                "stands_beside": "X",
                "diagnoses": ("S61.411A", "I10"),
                "accident": "unanswered",
            }
        },
        "OA-18",
    ),
    (
        {
            "claim": {
                "frequency": 7,
                "original_reference": "X",
                "original_remitted": dt.date(2025, 9, 1),
            }
        },
        "CO-29-N211",
    ),
]
