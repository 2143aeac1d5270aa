"""What the biller's pages show: frozen rows, a constant number of queries whatever their length."""

from claims.queries.work_rows import Queue, Worklist, WorkRow
from claims.queries.worklist import worklist

__all__ = ["Queue", "WorkRow", "Worklist", "worklist"]
