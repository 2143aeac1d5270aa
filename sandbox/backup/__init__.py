"""A backup: one file that knows whether it is whole. Made while people work, checked before use."""

from sandbox.backup.bundle import BackupError, Manifest
from sandbox.backup.making import make_backup
from sandbox.backup.restoring import check_backup, restore_backup

__all__ = ["BackupError", "Manifest", "check_backup", "make_backup", "restore_backup"]
