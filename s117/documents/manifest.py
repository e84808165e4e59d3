"""The slip that goes with exported files: how many rows, what they sum to, and each file's fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from s117.kernel.money import plain_pounds


@dataclass(frozen=True, slots=True)
class Manifest:
    """Control figures of an export. Money in pence; it is written in pounds, as in the files."""

    rows: int
    gross: int
    by_payer: Mapping[str, int]
    parameters: Mapping[str, Any]
    generated_by: str
    generated_at: datetime
    control_hash: str


def write_manifest(manifest: Manifest, files: Mapping[str, tuple[str, int]]) -> bytes:
    """JSON with sorted keys, so that the same export always gives the same bytes. `files` holds the SHA-256
    and the bytes of each file by its name."""
    content = {
        "rows": manifest.rows,
        "sum_gross": plain_pounds(manifest.gross),
        "sum_by_payer": {payer: plain_pounds(pence) for payer, pence in manifest.by_payer.items()},
        "parameters": dict(manifest.parameters),
        "generated_by": manifest.generated_by,
        "generated_at": manifest.generated_at.isoformat(),
        "lines_sha256": manifest.control_hash,
        "files": {name: {"sha256": sha256, "bytes": size} for name, (sha256, size) in files.items()},
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False).encode("utf-8") + b"\n"


def write_slip(content: Mapping[str, Any], sums: Mapping[str, Mapping[str, int]]) -> bytes:
    """The slip of a report: `content` as it is, each of the `sums` with its pence written in pounds."""
    found = {name: {key: plain_pounds(pence) for key, pence in part.items()} for name, part in sums.items()}
    whole = {**content, **found}
    return json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False).encode("utf-8") + b"\n"
