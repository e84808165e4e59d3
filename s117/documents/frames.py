"""The messages between the process that asks for a document and the one that draws it.

A message, either way, is a line of JSON and then as many bytes as its `length` says.
"""

from __future__ import annotations

import json
from typing import IO, Any

Message = tuple[dict[str, Any], bytes]


def send(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """Write one message."""
    stream.write(json.dumps(head | {"length": len(body)}).encode() + b"\n" + body)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Read one message; None where the other end has gone, also in the middle of it."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    body = stream.read(head["length"])
    return (head, body) if len(body) == head["length"] else None
