"""Hold a remittance against the contract."""

from claims.bookkeeping import patient_parts
from claims.contract import ContractLine, Priced, compare, contract_answer, underpaid
from claims.facts import Scenario
from claims.models import Remittance
from claims.money import ZERO, plain
from claims.services.accounts import reductions_of
from claims.services.scenarios import scenario_sent
from coding.codebook.default import codebook


def contract_lines(remittance: Remittance) -> tuple[ContractLine, ...]:
    """The paid lines of a remittance beside what the contract says."""
    parts = patient_parts(reductions_of(remittance))
    came = [
        (
            row.number,
            row.procedure,
            Priced(allowed=row.allowed, paid=row.paid, patient=parts.get(row.number, ZERO)),
        )
        for row in remittance.lines.order_by("number")
    ]
    return compare(came, expected=contract_answer(_scenario(remittance), codes=codebook()))


def payment_dispute(remittance: Remittance) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """What an appeal over the payment would be about: the reason (CARC, empty when nothing was
    paid short), the lines, and the contract's amounts that the letter has to cite."""
    short = list(underpaid(contract_lines(remittance)))
    if not short:
        return "", (), ()
    carc = short[0].carc
    amounts = tuple(
        plain(row.expected.allowed if carc == "45" else row.expected.paid) for row in short
    )
    return carc, tuple(row.line for row in short), amounts


def _scenario(remittance: Remittance) -> Scenario:
    """The claim as it was answered: the counters as they stood before this answer."""
    return scenario_sent(remittance.submission, without=remittance)
