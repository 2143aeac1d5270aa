"""Where the pieces of a bar begin and end."""

from decimal import Decimal

from coding.charts import Bar, Segment, balance_segments, bars


def parts(paid, adjusted, patient, balance):
    drawn = balance_segments(
        paid=Decimal(paid),
        adjusted=Decimal(adjusted),
        patient=Decimal(patient),
        balance=Decimal(balance),
    )
    return [(segment.start, segment.width) for segment in drawn]


def test_balance_segments_fill_the_bar_without_gaps():
    assert parts("100", "50", "30", "20") == [(0, 500), (500, 250), (750, 150), (900, 100)]


def test_balance_segments_keep_what_each_is():
    drawn = balance_segments(
        paid=Decimal(1), adjusted=Decimal(0), patient=Decimal(0), balance=Decimal(0)
    )
    assert drawn[0] == Segment("paid", "Payer paid", Decimal(1), 0, 1000)


def test_balance_segments_give_a_credit_no_width():
    assert parts("100", "0", "0", "-20") == [(0, 1000), (1000, 0), (1000, 0), (1000, 0)]


def test_balance_segments_of_nothing_are_empty():
    assert parts("0", "0", "0", "0") == [(0, 0)] * 4


def test_bars_are_measured_against_the_longest():
    rows = [("E11.65", 14, "14", "/x"), ("I10", 7, "7"), ("N39.0", 0, "0")]
    assert bars(rows) == (
        Bar("E11.65", "14", 1000, "/x"),
        Bar("I10", "7", 500),
        Bar("N39.0", "0", 0),
    )


def test_bars_of_shares_are_measured_against_the_whole():
    assert bars([("Units", Decimal("0.5"), "50%")], full=1) == (Bar("Units", "50%", 500),)


def test_bars_of_zeros_have_no_length():
    assert bars([("A", 0, "0")]) == (Bar("A", "0", 0),)
