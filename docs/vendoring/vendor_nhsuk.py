"""Copy the compiled NHS.UK frontend into `static/vendor/nhsuk/` from the package's tarball.

A maintainer runs this after `npm pack nhsuk-frontend@10.6.1`; nobody needs Node to run or test the
service. What it changes, and why:

* The compiled CSS loads Frutiger from another host: a third-party request from every page that shows
  a person's record, and a typeface whose licence forbids shipping it with open-source software.
  Both `@font-face` rules and the family name go; the stack falls back to Arial.
* Icon addresses become relative, so that hashed static storage can rewrite them.
* Source-map comments go: the maps are not shipped and hashed storage would look for them.

    python docs/vendoring/vendor_nhsuk.py nhsuk-frontend-10.6.1.tgz
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tarfile
from pathlib import Path

VERSION = "10.6.1"
INTEGRITY = "sha512-PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw=="
TARGET = Path(__file__).parents[2] / "static/vendor/nhsuk"
ROOT = "package/dist/nhsuk"


def main(tarball: Path) -> None:
    """Check the tarball against the recorded integrity and write the files that are committed."""
    data = tarball.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != INTEGRITY:
        raise SystemExit(f"{tarball} is not nhsuk-frontend {VERSION}: its integrity is {found}")
    with tarfile.open(tarball) as package:
        css, icons = clean_css(read(package, f"{ROOT}/nhsuk-frontend.min.css").decode())
        write("nhsuk-frontend.min.css", css.encode())
        write(
            "nhsuk-frontend.min.js",
            clean_js(read(package, f"{ROOT}/nhsuk-frontend.min.js").decode()).encode(),
        )
        for icon in icons:
            write(f"images/{icon}", read(package, f"{ROOT}/assets/images/{icon}"))
    write("VENDORED.json", (json.dumps(record(), indent=2) + "\n").encode())


def clean_css(css: str) -> tuple[str, list[str]]:
    """The CSS without fonts and remote references, and the names of the icons it uses."""
    css, fonts = re.subn(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("Frutiger W01,", "")
    icons = sorted(set(re.findall(r"url\(/assets/images/([\w.-]+)\)", css)))
    css = re.sub(r"url\(/assets/images/([\w.-]+)\)", r"url(images/\1)", css)
    css = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/\s*$", "\n", css)
    if fonts != 2 or "http" in re.sub(r"http://www.w3.org/\S+", "", css):
        raise SystemExit("The CSS is not as expected: look for new fonts or remote addresses.")
    return css, icons


def clean_js(js: str) -> str:
    """The module without its source-map comment."""
    return re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", js)


def read(package: tarfile.TarFile, name: str) -> bytes:
    """One file of the package."""
    member = package.extractfile(name)
    if member is None:
        raise SystemExit(f"{name} is not in the package")
    return member.read()


def write(name: str, data: bytes) -> None:
    """Write one vendored file."""
    path = TARGET / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def record() -> dict[str, str]:
    """What was vendored, for people and for the test that looks at it."""
    return {
        "package": "nhsuk-frontend",
        "version": VERSION,
        "licence": "MIT",
        "copyright": "NHS England",
        "integrity": INTEGRITY,
        "changes": "fonts and remote references out; icon addresses relative; source-map comments out",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
