"""The contract beside what came, when the biller asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.contract import ContractLine
from claims.models import Claim, Remittance
from claims.money import ZERO, total
from claims.services.accounts import newest_remittance
from claims.services.contracts import contract_lines


@dataclass(frozen=True)
class ContractView:
    """The newest remittance against the contract; `remittance` None before there is one."""

    remittance: int | None
    lines: Sequence[ContractLine]

    @property
    def short(self) -> Decimal:
        """What the payer paid too little in all, in dollars."""
        return total(max(row.short, ZERO) for row in self.lines)

    @property
    def differs(self) -> bool:
        """Whether any line is not as agreed."""
        return any(row.differs for row in self.lines)


def contract_of(claim: Claim) -> ContractView:
    """The newest remittance's paid lines beside the contract."""
    newest = newest_remittance(claim)
    if newest is None or newest.cause == Remittance.Cause.VOID:
        return ContractView(None, ())
    return ContractView(newest.number, contract_lines(newest))
