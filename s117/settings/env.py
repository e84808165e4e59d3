"""Typed readers of the environment: the only place that reads it.

A variable that is missing where it is needed, or that cannot be read as what it should be, stops the start
with one sentence that names it. A guessed value would only fail later, and further from its cause.
"""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class Misconfigured(SystemExit):
    """Stops the program with a sentence an operator can act on."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"S117 cannot start: {sentence}")


def _read(name: str) -> str | None:
    value = os.environ.get(name, "").strip()
    return value or None


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default, missing or empty stops the start."""
    value = _read(name)
    if value is not None:
        return value
    if default is None:
        raise Misconfigured(f"{name} is not set.")
    return default


def flag(name: str, default: bool) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""
    value = _read(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise Misconfigured(f"{name} must be yes or no, not {value!r}.")


def scanner(name: str) -> str:
    """Where a virus scanner is asked: unix:/path, tcp:host:port or command:words; empty for none."""
    value = text(name, "")
    if value and not re.fullmatch(r"unix:/\S+|tcp:[^\s:]+:\d{1,5}|command:\S.*", value):
        raise Misconfigured(f"{name} must be unix:/path, tcp:host:port or command:words, not {value!r}.")
    return value


def number(name: str, default: int, minimum: int = 0) -> int:
    """A whole number of at least `minimum`."""
    value = _read(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise Misconfigured(f"{name} must be a whole number, not {value!r}.") from None
    if found < minimum:
        raise Misconfigured(f"{name} must be at least {minimum}, not {found}.")
    return found


def listing(name: str, default: list[str] | None = None) -> list[str]:
    """Values separated by commas; without a default, none at all stops the start."""
    values = [part.strip() for part in (_read(name) or "").split(",") if part.strip()]
    if values:
        return values
    if default is None:
        raise Misconfigured(f"{name} is not set.")
    return default


def folder(name: str, default: Path | None = None) -> Path:
    """An absolute path to a folder that exists; without a default, missing stops the start."""
    value = _read(name)
    if value is None and default is not None:
        return default
    found = Path(text(name))
    if not found.is_absolute() or not found.is_dir():
        raise Misconfigured(f"{name} must be the full path of a folder that exists, not {str(found)!r}.")
    return found


def secret(name: str, default: str | None = None) -> str:
    """A secret from the file named by `<name>_FILE`, else from `<name>` itself.

    Files come first: an environment is inherited by every child process and shows in diagnostics.
    """
    path = _read(f"{name}_FILE")
    if path is None:
        value = _read(name)
        if value is None and default is None:
            raise Misconfigured(f"neither {name}_FILE nor {name} is set.")
        return value or default or ""
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE names {path!r}, which cannot be read ({error.strerror}).") from None
    if not value:
        raise Misconfigured(f"{name}_FILE names {path!r}, which is empty.")
    return value


def database() -> dict[str, Any]:
    """Django's settings for the database: `DATABASE_URL`, or the owner's for commands that change tables.

    The application's role may neither create nor drop, so manage.py marks those commands with
    `DATABASE_ROLE=owner`; without an owner's address they use the application's.

    `postgres://user:password@host:port/database?sslmode=require`; a Unix socket is named by its folder:
    `postgres://user@/database?host=/run/postgresql`. Other options are handed to libpq.
    """
    name, owners = "DATABASE_URL", "OWNER_DATABASE_URL"
    if _read("DATABASE_ROLE") == "owner" and (_read(owners) or _read(f"{owners}_FILE")):
        name = owners
    parts = urlsplit(secret(name))
    path = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not path:
        raise Misconfigured(f"{name} must look like postgres://user:password@host:port/database.")
    try:
        port = parts.port
    except ValueError:
        raise Misconfigured(f"{name} has a port that is not a number.") from None
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": path,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }
