"""The shape in which every part of a law answer is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from s117.kernel.findings import Outcome, cited

Printed = dict[str, Any]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float)) or value is None else str(value)


def engine(manual: bool) -> str:
    return "manual_review" if manual else "determine"


def about(outcome: Outcome[Any], **keys: Any) -> Printed:
    """The keys every question has: who decides, the rules cited, and whatever of `keys` has a value."""
    told = {key: value for key, value in keys.items() if value not in (None, "", ())}
    return {"engine": engine(outcome.manual_review), "rules": list(cited(outcome.findings)), **told}
