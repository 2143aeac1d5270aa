"""What the biller's pages show: frozen rows, a constant number of queries whatever their length."""

from claims.queries.worklist import Queue, Worklist, WorkRow, worklist

__all__ = ["Queue", "WorkRow", "Worklist", "worklist"]
