"""Welsh councils and the Local Health Board of each: the area decides (rule J-7)."""

from __future__ import annotations

import re

# Local Health Board: ODS code, then the ONS code and name of each council in its area.
BOARDS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "Betsi Cadwaladr University Health Board": ("7A1", (
        ("W06000001", "Isle of Anglesey"), ("W06000002", "Gwynedd"), ("W06000003", "Conwy"),
        ("W06000004", "Denbighshire"), ("W06000005", "Flintshire"), ("W06000006", "Wrexham"))),
    "Hywel Dda University Health Board": ("7A2", (
        ("W06000008", "Ceredigion"), ("W06000009", "Pembrokeshire"), ("W06000010", "Carmarthenshire"))),
    "Swansea Bay University Health Board": ("7A3", (
        ("W06000011", "Swansea"), ("W06000012", "Neath Port Talbot"))),
    "Cardiff and Vale University Health Board": ("7A4", (
        ("W06000014", "Vale of Glamorgan"), ("W06000015", "Cardiff"))),
    "Cwm Taf Morgannwg University Health Board": ("7A5", (
        ("W06000013", "Bridgend"), ("W06000016", "Rhondda Cynon Taf"), ("W06000024", "Merthyr Tydfil"))),
    "Aneurin Bevan University Health Board": ("7A6", (
        ("W06000018", "Caerphilly"), ("W06000019", "Blaenau Gwent"), ("W06000020", "Torfaen"),
        ("W06000021", "Monmouthshire"), ("W06000022", "Newport"))),
    "Powys Teaching Health Board": ("7A7", (("W06000023", "Powys"),)),
}  # fmt: skip

_BY_CODE = {code: ods for ods, councils in BOARDS.values() for code, _ in councils}
_BY_NAME = {name: board for board, (_, councils) in BOARDS.items() for _, name in councils}
_COUNCIL = r"(?:(?:City and )?County of |City of )?({})(?: County Borough| County| City)? Council"
_OFFICIAL = re.compile(_COUNCIL.format("|".join(_BY_NAME)))


_HEALTH_BOARDS = frozenset(BOARDS) | {ods for ods, _ in BOARDS.values()}


def is_health_board(body: str | None) -> bool:
    """Whether an NHS body, given by ODS code or by name, is a Local Health Board."""
    return body in _HEALTH_BOARDS


def _short(council: str) -> str:
    """A council's short name, of its official one too: Newport of Newport City Council."""
    found = _OFFICIAL.fullmatch(council)
    return found[1] if found else council


def is_welsh(council: str) -> bool:
    """Whether a council, given by ONS code or by name, is in Wales."""
    return council in _BY_CODE or _short(council) in _BY_NAME


def health_board(council: str) -> str:
    """The board for a Welsh council: a code for a code, a name for a name, '' when it is not known."""
    return _BY_CODE.get(council) or _BY_NAME.get(_short(council), "")
