"""What WeasyPrint leaves undone in a tagged PDF: scope on header cells, running heads as artifacts.

Both gaps are known upstream (Kozea/WeasyPrint 2508 and 1836). Without the first a screen reader cannot
say which heading a cell belongs to; without the second it reads the running head on every page.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

PRINT_FLAG = 4


def polish(data: bytes) -> bytes:
    """The same document with header scopes, artifacts marked and annotations set to print.

    The same input gives the same bytes, so that a file made twice is kept once.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        live = _walk_tree(pdf, root)
        for index, page in enumerate(pdf.pages):
            page.Contents = pdf.make_stream(_marked(page, index, live))
            for annotation in page.get("/Annots", []):
                annotation["/F"] = int(annotation.get("/F", 0)) | PRINT_FLAG
        _drop_orphans(root, live)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _kids(element: Any) -> list[Any]:
    inside = element.get("/K")
    if inside is None:
        return []
    return list(inside) if isinstance(inside, Array) else [inside]


def _walk_tree(pdf: Any, root: Any) -> set[tuple[int | None, int]]:
    """Set the scope of each header cell; answer the marked contents that the tree holds, by page."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    live: set[tuple[int | None, int]] = set()
    waiting = [(kid, False) for kid in _kids(root)]
    while waiting:
        element, in_head = waiting.pop()
        kind = str(element.get("/S", ""))
        in_head = in_head or kind == "/THead"
        if kind == "/TH":
            attributes = element.get("/A")
            if attributes is None:
                element.A = attributes = Dictionary(O=Name.Table)
            attributes["/Scope"] = Name.Column if in_head else Name.Row
        for kid in _kids(element):
            if isinstance(kid, int):
                live.add((pages.get(element["/Pg"].objgen), kid))
            elif isinstance(kid, Dictionary) and "/S" in kid:
                waiting.append((kid, in_head))
            elif isinstance(kid, Dictionary) and "/MCID" in kid:
                live.add((pages.get(kid.get("/Pg", element.get("/Pg")).objgen), int(kid.MCID)))
    return live


def _marked(page: Any, index: int, live: set[tuple[int | None, int]]) -> bytes:
    """The page's content, with what the tree does not hold marked as running head or foot."""
    marked = []
    for instruction in pikepdf.parse_content_stream(page):
        artifact = [Name.Artifact, Dictionary(Type=Name.Pagination)]
        orphan = _is_orphan(instruction, index, live)
        marked.append(ContentStreamInstruction(artifact, Operator("BDC")) if orphan else instruction)
    return pikepdf.unparse_content_stream(marked)


def _is_orphan(instruction: Any, index: int, live: set[tuple[int | None, int]]) -> bool:
    if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], Dictionary):
        return False
    properties = instruction.operands[1]
    return "/MCID" in properties and (index, int(properties.MCID)) not in live


def _drop_orphans(root: Any, live: set[tuple[int | None, int]]) -> None:
    numbers = root.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        owners = numbers[place + 1]
        if not isinstance(owners, Array):
            continue
        for mark in range(len(owners)):
            if (int(numbers[place]), mark) not in live:
                owners[mark] = None
