"""Files kept once, named by their SHA-256, and checked against it each time they are opened."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def drafts(count: int) -> Iterator[tuple[Path, ...]]:
    """So many empty files on the disk of the kept ones, gone afterwards unless they were kept."""
    root = Path(settings.DOCUMENT_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    paths = []
    try:
        for _ in range(count):
            handle, name = tempfile.mkstemp(dir=root, prefix=".", suffix=".part")
            os.close(handle)
            paths.append(Path(name))
        yield tuple(paths)
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def keep(draft: Path) -> str:
    """Keep a draft under its SHA-256, however large, without reading it whole. As safe as `store_once`."""
    digest = _digest(draft)
    path = _path(digest)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(draft, 0o440)
    os.replace(draft, path)
    _sync(path.parent)
    return digest


def kept(digest: str) -> Path:
    """Where the bytes of the digest are, checked first. Damaged when they are gone or have changed."""
    path = _path(digest)
    if not path.exists():
        raise Damaged(f"The file {digest[:12]} is missing.")
    if _digest(path) != digest:
        raise Damaged(f"The file {digest[:12]} is not what was kept.")
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
