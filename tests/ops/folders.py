"""Folders of tests that start servers."""

from pathlib import Path


def let_others_through(folder: Path) -> None:
    """Let every account pass through pytest's private folders, as through those above a usual checkout.

    PostgreSQL started by root runs as another account. Folders that anyone may pass are left alone.
    """
    for each in (folder, *folder.parents):
        mode = each.stat().st_mode
        if not mode & 0o001:
            each.chmod(mode | 0o011)
