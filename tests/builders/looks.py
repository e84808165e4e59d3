"""What a document looks like, small enough to keep: its pages in a row, as a picture in sixteen greys.

The pictures of every kind of document are kept in tests/golden/looks. When a change of the look is meant, look at
the new documents (`python -m bench.documents --kinds FOLDER`), make the pictures again with
`python -m bench.documents --looks`, and commit those that changed together with the change.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

LOOKS = Path(__file__).resolve().parents[1] / "golden" / "looks"
DOTS_PER_INCH = "12"
GREYS = 16
# A release of the drawing library may move letters by half a millimetre, which a blurred picture hardly shows;
# a line that is gone shows.
BLUR = 1.5
DARKER = 16
MOST = 0.002


def look(data: bytes) -> Image.Image:
    """The pages of a PDF in a row."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", DOTS_PER_INCH, "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=data, capture_output=True, check=True)
        pages = [Image.open(path).convert("L") for path in sorted(Path(folder).glob("*.png"))]
    width, height = pages[0].size
    row = Image.new("L", (width * len(pages), height), 255)
    for place, page in enumerate(pages):
        row.paste(page, (place * width, 0))
    return row.quantize(GREYS).convert("L")


def pages_of(row: Image.Image, count: int) -> list[Image.Image]:
    """The pages of a look, one by one."""
    width = row.size[0] // count
    return [row.crop((place * width, 0, (place + 1) * width, row.size[1])) for place in range(count)]


def keep(name: str, data: bytes) -> None:
    """Keep the look of a document, to compare with from now on."""
    LOOKS.mkdir(parents=True, exist_ok=True)
    look(data).quantize(GREYS).save(LOOKS / f"{name}.png", optimize=True)


def kept(name: str) -> Image.Image:
    """The look that was kept."""
    return Image.open(LOOKS / f"{name}.png").convert("L")


def looks_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether the pictures are of as many pages and hardly differ."""
    if one.size != other.size:
        return False
    blurred = [picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    differing = ImageChops.difference(*blurred).histogram()[DARKER:]
    return sum(differing) <= MOST * one.size[0] * one.size[1]
