"""The rulebook as a printed document: drawn from the rule table when it is first asked for, and kept."""

from __future__ import annotations

import hashlib

from django.template.loader import render_to_string

from cases import presenters
from s117.documents import storage
from s117.documents.pdf import DocumentUnmade, html_to_pdf

# Which file holds the rulebook of these words, for as long as this process runs. The same words give the same
# bytes, so processes that draw it apart keep one file.
_kept: dict[str, str] = {}


class RulebookUnmade(Exception):
    """The document could not be drawn this time; asking again later will help."""


def rulebook_html() -> str:
    """The whole rulebook as a page to print, with the first letters of its own hash on every sheet."""
    page = presenters.rulebook_page("")
    context = {**page, "count": sum(len(rules) for _, _, rules in page["areas"])}
    unmarked = render_to_string("documents/rulebook.html", {**context, "check": ""})
    return render_to_string("documents/rulebook.html", {**context, "check": _hash(unmarked)[:12]})


def rulebook_document() -> bytes:
    """The PDF. Drawn once for a rule table; RulebookUnmade when the drawing could not be done just now."""
    html = rulebook_html()
    words = _hash(html)
    if words in _kept:
        try:
            return storage.open_stored(_kept[words])
        except storage.Damaged:
            del _kept[words]
    try:
        pdf = html_to_pdf(html)
    except DocumentUnmade as fault:
        raise RulebookUnmade from fault
    _kept[words] = storage.store_once(pdf.data)
    return pdf.data


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
