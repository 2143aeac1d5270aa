"""The check digit of a National Provider Identifier."""

PREFIX = "80840"


def is_valid_npi(npi: str) -> bool:
    """Whether a text is ten digits whose Luhn sum with the prefix 80840 ends in zero.

    Source: 45 CFR 162.406 and ISO/IEC 7812-1. Numbers here begin with 9, which no real one does.
    """
    if len(npi) != 10 or not (npi.isascii() and npi.isdigit()):
        return False
    digits = [int(digit) for digit in PREFIX + npi]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
