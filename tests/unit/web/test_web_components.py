"""Our macros against the NHS.UK frontend's own fixtures, and against hostile text.

On an upgrade of the frontend the names that fail here are the list of what to change. Trees are compared, not
text: attributes in any order, classes as sets, spaces collapsed; our own `app-` classes do not count.
"""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import engines

from s117.web.fields import NhsNumberField
from s117.web.forms import UI, BaseForm, DatePartsField
from s117.web.tables import Column

FIXTURES = json.loads(Path(__file__).with_name("nhsuk_fixtures.json").read_text())
VENDOR = settings.BASE_DIR / "static/vendor/nhsuk"
VOID = {"input", "br", "img", "path"}


class Tree(HTMLParser):
    """HTML as nested lists: [tag, attributes, children]."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = ["root", {}, []]
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        classes = {name for name in found.pop("class", "").split() if not name.startswith("app-")}
        node = [tag, {**found, "class": " ".join(sorted(classes))}, []]
        self.open[-1][2].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if text := re.sub(r"\s+", " ", data).strip():
            self.open[-1][2].append(text)


def tree(html: str) -> Any:
    """The tree without our wrappers: a span or div of ours alone gives way to its children."""

    def clean(node: Any) -> list[Any]:
        if isinstance(node, str):
            return [node]
        tag, attributes, children = node
        kept = [item for child in children for item in clean(child)]
        if tag == "span" and attributes == {"class": ""}:
            return kept
        return [[tag, attributes, kept]]

    return [item for child in Tree(html).root[2] for item in clean(child)]


def render(source: str, **context: Any) -> str:
    return engines["jinja2"].from_string(source).render(context)


def field(
    made: forms.Field, name: str, error: str = "", posted: dict[str, Any] | None = None, **ui: Any
) -> str:
    """A form of one field, drawn without a label size as the fixtures are."""
    form_class = type("One", (BaseForm,), {name: made, "ui": {name: UI(size="", **ui)}})
    form = form_class(posted or {} if error else None, auto_id="%s")
    if error:
        form.errors[name] = form.error_class([error])
    return str(form[name].as_field_group())


CONTACT = [("email", "Email"), ("phone", "Phone"), ("text", "Text message")]
LOCATIONS = re.findall(
    r'<option value="(\w+)">([^<]+)', FIXTURES["select: with error message and hint, without heading"]
)
LONG = re.search(
    r">([^<]{300,})</textarea", FIXTURES["character-count: with error message and hint, without heading"]
)[1]
WHY = "Select how you want to be contacted"
HOW = "How do you want to be contacted about this?"


def our(name: str) -> str:
    """What our macro makes of the fixture's parameters."""
    makers = {
        "radios": lambda: field(
            forms.ChoiceField(label=HOW, choices=CONTACT, widget=forms.RadioSelect),
            "example",
            WHY,
            hint="Select 1 option",
        ),
        "checkboxes": lambda: field(
            forms.MultipleChoiceField(
                label=HOW,
                choices=[*CONTACT[:2], ("text message", "Text message")],
                widget=forms.CheckboxSelectMultiple,
            ),
            "example",
            WHY,
            hint="Select all options that are relevant to you",
        ),
        "textarea": lambda: field(
            forms.CharField(label="Can you provide more detail?", widget=forms.Textarea),
            "example",
            "You must provide an explanation",
            hint="Do not include personal information like your name, date of birth or NHS number",
        ),
        "character-count": lambda: field(
            forms.CharField(label="Enter a job description", widget=forms.Textarea),
            "example",
            "Job description must be 350 characters or less",
            {"example": LONG},
            count=350,
            hint="Do not include personal information like your name, date of birth or NHS number",
        ),
        "select": lambda: field(
            forms.ChoiceField(label="Choose location", choices=LOCATIONS),
            "example",
            "Select a location",
            hint="This can be different to where you went before",
        ),
        "button": lambda: render(
            '{% from "components/button.html" import button %}{{ button("Link button", href="#") }}'
        ),
        "warning-callout": lambda: render(
            '{% from "components/warning.html" import warning %}{% call warning(level=3) %}'
            '<p class="nhsuk-card__description">For safety, tell your doctor or pharmacist if you\'re '
            "taking any other medicines, including herbal medicines, vitamins or supplements.</p>"
            "{% endcall %}"
        ),
        "date-input": lambda: field(
            DatePartsField(label="What is your date of birth?"),
            "example",
            "Enter your date of birth",
            hint="For example, 31 3 1980",
        ),
        "input": lambda: field(
            NhsNumberField(label="What is your NHS number?"),
            "example",
            "Enter NHS number",
            hint="HINT",
            width=10,
        ),
        "password-input": lambda: field(
            forms.CharField(label="Password", widget=forms.PasswordInput), "example"
        ),
        "back-link": lambda: render(
            '{% from "components/back_link.html" import back_link %}{{ back_link("#", "Back") }}'
        ),
        "tag": lambda: render('{% from "components/tag.html" import tag %}{{ tag("Active") }}'),
        "details": lambda: render(
            '{% from "components/details.html" import details %}'
            '{% call details("How to find your NHS number") %}'
            "You can find your NHS number by logging in to the NHS App or on any document the NHS "
            "has sent you."
            "{% endcall %}"
        ),
        "inset-text": lambda: render(
            '{% from "components/inset.html" import inset %}{% call inset() %}'
            "<p>You can report any suspected side effect using the Yellow Card safety scheme</p>{% endcall %}"
        ),
        "tables": lambda: render(
            '{% from "components/table.html" import table %}'
            '{{ table(columns, rows, "Impetigo can look similar to other skin conditions") }}',
            columns=[Column("Skin symptoms"), Column("Possible cause")],
            rows=[
                ["Blisters on lips or around the mouth", "Cold sores"],
                ["Itchy, dry, cracked, sore", "Eczema"],
                ["Itchy blisters", "Shingles, chickenpox"],
            ],
        ),
        "error-summary": lambda: render(
            '{% from "components/error_summary.html" import error_summary %}{{ error_summary(form) }}',
            form=Form(
                [SimpleNamespace(errors=["Date of birth must be in the past"], error_href="#example-day")]
            ),
        ),
        "notification-banner": lambda: render(
            '{% from "components/messages.html" import message_banner %}{{ message_banner(message, 1) }}',
            message=SimpleNamespace(level_tag="success", message="Email sent to example@email.com"),
        ),
    }
    return makers[name.split(":", maxsplit=1)[0]]()


class Form(list[Any]):
    """As much of a form as the error summary reads."""

    def non_field_errors(self) -> list[str]:
        """None."""
        return []


def same_ids(html: str) -> str:
    """The fixtures name ids after their example; ours follow the field."""
    html = re.sub(r"with-hint-error|without-heading|with-error-message", "example", html)
    html = html.replace("nhsuk-notification-banner-title", "message-title-1")
    html = re.sub(r'name="(day|month|year)"', r'name="example-\1"', html)
    html = re.sub(r"This is a 10 digit.*?NHS App", "HINT", html, flags=re.S)
    return html.replace("example_", "example-")


@pytest.mark.parametrize("name", FIXTURES)
def test_our_component_is_the_frontend_s_component(name: str) -> None:
    ours, theirs = tree(same_ids(our(name))), tree(same_ids(FIXTURES[name]))
    if name.startswith("back-link"):
        ours = ours[0][2][0][2]
    if name.startswith("tables"):
        ours[0][1]["class"] = ours[0][1]["class"].replace("nhsuk-table--compact ", "")
    if name.startswith("password"):
        ours[0][2][1][2][0][1]["class"] = ours[0][2][1][2][0][1]["class"].replace(
            "nhsuk-input--width-20 ", ""
        )
    assert ours == theirs


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CASE = SimpleNamespace(
    status="active",
    in_hospital=True,
    on_cto=True,
    alerts=(HOSTILE,),
    date_of_birth=None,
    **dict.fromkeys(
        [
            "display_name",
            "preferred_name",
            "nhs_number",
            "reference",
            "section_words",
            "coordinator_name",
            "status_words",
        ],
        HOSTILE,
    ),
)
ENTRY = SimpleNamespace(on=date(2026, 1, 1), at=None, title=HOSTILE, detail=HOSTILE, who=HOSTILE, url="")
USES = {
    "case_banner": "{{ case_banner(case) }}",
    "case_nav": "{{ case_nav([(bad, '#')], bad) }}",
    "tag": "{{ tag(bad) }}",
    "summary_list": "{{ summary_list([(bad, bad, '#', bad), (bad, [bad, bad])]) }}",
    "summary_card": "{% call summary_card(bad, [(bad, '#')]) %}{{ bad }}{% endcall %}",
    "table": "{{ table([column(bad)], [[bad]], bad) }}",
    "timeline": "{{ timeline([entry]) }}",
    "task_list": "{{ task_list([{'name': bad, 'href': '#', 'status': bad, 'colour': 'red', 'hint': bad}]) }}",
    "filters": "{{ filters([{'name': 'x', 'label': bad, 'options': [{'value': bad, 'label': bad, 'count': 1,"
    " 'chosen': True}]}], '#', bad) }}",
    "empty_state": "{{ empty_state(bad, bad, '#') }}",
    "button": "{{ button(bad, name='x', value=bad) }}",
    "back_link": "{{ back_link('#', bad) }}",
    "warning": "{% call warning(bad) %}{{ bad }}{% endcall %}",
    "details": "{% call details(bad) %}{{ bad }}{% endcall %}",
    "stat_card": "{{ stat_card(bad, bad, '#') }}",
    "bar_chart": "{{ bar_chart('x', bad, bad, [(bad, [1, 2])], [bad, bad], bad) }}",
}


@pytest.mark.parametrize("name", USES)
def test_no_component_lets_text_become_markup(name: str) -> None:
    html = render(
        f'{{% from "components/{name}.html" import {name} %}}{USES[name]}',
        bad=HOSTILE,
        case=CASE,
        entry=ENTRY,
    )
    assert "alert(1)" in html, "the text is shown"
    assert "<script" not in html
    assert "<img" not in html


def test_a_form_shows_hostile_text_again_as_text() -> None:
    class One(BaseForm):
        name = forms.CharField(max_length=5, label=HOSTILE)
        notes = forms.CharField(widget=forms.Textarea, max_length=5, help_text=HOSTILE)
        kind = forms.ChoiceField(choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)
        born = DatePartsField()

    html = str(One({"name": HOSTILE, "notes": "</textarea>" + HOSTILE, "kind": HOSTILE, "born_day": HOSTILE}))
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</textarea>") == 1


def test_a_text_area_keeps_its_first_empty_line() -> None:
    class One(BaseForm):
        notes = forms.CharField(widget=forms.Textarea)

    assert ">\n\nsecond line</textarea>" in str(One({"notes": "\nsecond line"}))


def test_many_checkboxes_are_not_drawn_as_radios() -> None:
    html = field(forms.MultipleChoiceField(choices=CONTACT, widget=forms.CheckboxSelectMultiple), "example")
    assert html.count('type="checkbox"') == 3
    assert "radio" not in html


def test_the_vendored_frontend_asks_no_other_host_for_anything() -> None:
    record = json.loads((VENDOR / "VENDORED.json").read_text())
    assert (record["version"], record["licence"]) == ("10.6.1", "MIT")
    css = (VENDOR / "nhsuk-frontend.min.css").read_text()
    assert "@font-face" not in css
    assert "Frutiger" not in css
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", css)
    for icon in re.findall(r"url\((images/[^)]+)\)", css):
        assert (VENDOR / icon).is_file(), icon
    assert "sourceMappingURL" not in css + (VENDOR / "nhsuk-frontend.min.js").read_text()


@pytest.mark.parametrize(
    "path", sorted((settings.BASE_DIR / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_templates_hold_no_inline_style_or_script_and_trust_no_text(path: Path) -> None:
    source = path.read_text()
    if "documents" not in path.parts:
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:", source)
        assert source.count("<script") == source.count('<script nonce="{{ csp_nonce }}"') + source.count(
            'nonce="{{ csp_nonce }}" src='
        ) + source.count('<script type="importmap" nonce="{{ csp_nonce }}"')
    assert not re.search(r"\|\s*safe\b", source)
