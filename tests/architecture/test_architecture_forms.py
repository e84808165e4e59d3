"""What holds for every form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import get_resolver

from s117.web.forms import BaseForm


def forms(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every form of the site. Resolving the addresses has imported them all."""
    assert get_resolver().url_patterns
    for each in kind.__subclasses__():
        yield each
        yield from forms(each)


def test_a_field_is_revealed_by_one_choice_alone() -> None:
    """Drawn under two choices it would be sent twice, and the empty one would take the place of the other."""
    found = []
    for form in forms():
        layouts = getattr(form, "ui", {}).values()
        drawn = Counter(name for layout in layouts for names in layout.reveals.values() for name in names)
        found += [f"{form.__module__}.{form.__name__}.{name}" for name, times in drawn.items() if times > 1]
    assert found == []
