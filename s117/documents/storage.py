"""Files kept once, named by their SHA-256, and checked against it each time they are opened."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """A kept file is missing or is no longer what was kept."""


def store_once(data: bytes) -> str:
    """Keep the bytes and answer their SHA-256; the same bytes again change nothing.

    Written to a temporary file, synced, renamed and the folder synced, so that after a crash there is
    either the whole file or none. OSError when the disk refuses (full, read-only).
    """
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if _holds(path, digest):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o440)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)
    return digest


def open_stored(digest: str) -> bytes:
    """The bytes kept under the digest. Damaged when they are gone or have changed."""
    path = _path(digest)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Damaged(f"The file {digest[:12]} is missing.") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(f"The file {digest[:12]} is not what was kept.")
    return data


def _path(digest: str) -> Path:
    return Path(settings.DOCUMENT_ROOT) / digest[:2] / digest


def _holds(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
