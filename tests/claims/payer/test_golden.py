"""The worked examples of the rulebook, to the cent."""

from decimal import Decimal

from claims.facts import Benefit, Pair
from claims.payer import answer, as_json
from tests.claims.code_table import CODES
from tests.claims.scenarios import GOLDEN, fee, line, make


def adjustment(group, carc, amount, *rarcs):
    return {"group": group, "carc": carc, "amount": amount, "rarcs": list(rarcs)}


def test_copay_line_and_deductible_line():
    printed = as_json(answer(GOLDEN, codes=CODES))
    findings = printed.pop("findings")
    assert printed == {
        "outcome": "paid",
        "charge": "227.00",
        "paid": "105.03",
        "patient_responsibility": "41.64",
        "deductible_left": "0.00",
        "out_of_pocket_left": "2708.36",
        "rarcs": [],
        "lines": [
            {
                "line": 1,
                "charge": "185.00",
                "allowed": "128.47",
                "paid": "98.47",
                "adjustments": [adjustment("CO", "45", "56.53"), adjustment("PR", "3", "30.00")],
                "rarcs": [],
            },
            {
                "line": 2,
                "charge": "42.00",
                "allowed": "18.20",
                "paid": "6.56",
                "adjustments": [
                    adjustment("CO", "45", "23.80"),
                    adjustment("PR", "1", "10.00"),
                    adjustment("PR", "2", "1.64"),
                ],
                "rarcs": [],
            },
        ],
    }
    assert [(row["rule"], row["line"], row["owner"]) for row in findings] == [
        ("contractual", 1, "none"),
        ("copay", 1, "none"),
        ("contractual", 2, "none"),
        ("deductible", 2, "none"),
        ("coinsurance", 2, "none"),
    ]
    assert findings[0] == {
        "rule": "contractual",
        "line": 1,
        "field": "charge",
        "owner": "none",
        "detail": "Charge $185.00, fee $128.47: $56.53 above the fee is written off.",
    }


def test_ranked_procedures_half_cents_and_a_deductible_that_crosses_lines():
    share = {"procedure": Benefit(deductible=True, coinsurance=Decimal("0.20"))}
    scenario = make(
        plan={"benefits": share},
        coverage={
            "deductible_left": Decimal("450.00"),
            "out_of_pocket_left": Decimal("4000.00"),
        },
        fees={
            "SK-1": fee("123.45", multiple_procedure=2),
            "SK-2": fee("412.80", multiple_procedure=2),
            "SK-3": fee("246.91", multiple_procedure=2),
            "J3301": fee("7.35"),
        },
        lines=[
            line(1, "SK-1", "300.00"),
            line(2, "SK-2", "650.00"),
            line(3, "SK-3", "200.00"),
            line(4, "J3301", "40.00", units=3),
        ],
    )
    printed = as_json(answer(scenario, codes=CODES))
    assert [
        (row["allowed"], row["paid"], [(a["carc"], a["amount"]) for a in row["adjustments"]])
        for row in printed["lines"]
    ] == [
        ("61.73", "0.00", [("45", "176.55"), ("59", "61.72"), ("1", "61.73")]),
        ("412.80", "19.62", [("45", "237.20"), ("1", "388.27"), ("2", "4.91")]),
        ("123.46", "98.77", [("59", "76.54"), ("2", "24.69")]),
        ("22.05", "17.64", [("45", "17.95"), ("2", "4.41")]),
    ]
    assert (printed["charge"], printed["paid"]) == ("1190.00", "136.03")
    assert printed["patient_responsibility"] == "484.01"
    assert (printed["deductible_left"], printed["out_of_pocket_left"]) == ("0.00", "3515.99")


def test_out_of_pocket_maximum_and_a_bundled_line():
    benefits = {
        "imaging": Benefit(coinsurance=Decimal("0.30")),
        "visit": Benefit(copay=Decimal("50.00")),
        "procedure": Benefit(),
    }
    scenario = make(
        plan={"benefits": benefits},
        coverage={
            "effective": None,
            "deductible_left": Decimal("0.00"),
            "out_of_pocket_left": Decimal("275.40"),
        },
        fees={
            "IM-900": fee("1733.33", benefit="imaging"),
            "IM-901": fee("80.00"),
            "OV-324": fee("61.10", benefit="visit"),
        },
        pairs=(Pair(column1="IM-900", column2="IM-901", indicator=0),),
        lines=[
            line(1, "IM-900", "2400.00"),
            line(2, "IM-901", "120.00"),
            line(3, "OV-324", "90.00"),
        ],
    )
    printed = as_json(answer(scenario, codes=CODES))
    assert printed["lines"] == [
        {
            "line": 1,
            "charge": "2400.00",
            "allowed": "1733.33",
            "paid": "1457.93",
            "adjustments": [
                adjustment("CO", "45", "666.67"),
                adjustment("PR", "2", "275.40", "N16"),
            ],
            "rarcs": ["N16"],
        },
        {
            "line": 2,
            "charge": "120.00",
            "allowed": "0.00",
            "paid": "0.00",
            "adjustments": [adjustment("CO", "236", "120.00")],
            "rarcs": [],
        },
        {
            "line": 3,
            "charge": "90.00",
            "allowed": "61.10",
            "paid": "61.10",
            "adjustments": [adjustment("CO", "45", "28.90")],
            "rarcs": ["N16"],
        },
    ]
    assert (printed["outcome"], printed["charge"], printed["paid"]) == (
        "paid",
        "2610.00",
        "1519.03",
    )
    assert (printed["patient_responsibility"], printed["out_of_pocket_left"]) == ("275.40", "0.00")
