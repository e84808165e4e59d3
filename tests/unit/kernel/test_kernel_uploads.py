"""Which files are kept as evidence: told by their content, never by their name."""

from __future__ import annotations

import pytest

from s117.documents.uploads import MOST_BYTES, FileKind, fault_in, kind_of


@pytest.mark.parametrize(
    ("start", "kind", "ending"),
    [
        (b"%PDF-1.7", FileKind.PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG, "png"),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG, "jpg"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(start: bytes, kind: FileKind, ending: str) -> None:
    found = kind_of(start + b" and more")

    assert found is kind
    assert (found.ending, found.words) == (ending, kind.name)
    assert fault_in(start) == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<html>%PDF-1.7", "PDF, a PNG or a JPEG"),
        (b"MZ\x90", "PDF, a PNG or a JPEG"),
        (b"%PDF-" + b"0" * MOST_BYTES, "10 MB"),
    ],
)
def test_anything_else_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in fault_in(data)
