"""The facts of the checker: the law's questions about nobody in particular. Nothing typed here is stored.

Facts that may come several times (detentions, addresses …) are rows of a group. A row in which nothing is
typed is left out. The number of rows travels with the form, so that adding one needs no script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from cases.forms.fields import SETTLED_HINT, select
from cases.models import Address, codes
from cases.rules import facts as f
from cases.rules.rulesets import Nation
from cases.rules.wales import BOARDS
from s117.web.filters import first_lower
from s117.web.forms import UI, BaseForm, DatePartsField

MOST_ROWS = {"detention": 16, "leaving": 16, "address": 16, "gp": 16}
MOST_OTHER_ROWS = 8
ELSEWHERE = {
    "nation:scotland": "Scotland",
    "nation:northern_ireland": "Northern Ireland",
    "nation:elsewhere": "Another country",
}
ENDS = [
    (f.EndReason.DISCHARGED, "Discharged from the section"),
    (f.EndReason.LAPSED, "It ran out"),
    (f.EndReason.CONVERTED, "Another section took its place"),
    (f.EndReason.CTO, "Community treatment order"),
    (f.EndReason.CONDITIONAL_DISCHARGE, "Conditional discharge"),
    (f.EndReason.OTHER, "Another way, or not known"),
]
POWERS = [
    *Address.Power.choices,
    (f.Power.CTO_CONDITION.value, "A condition of a community treatment order"),
    (f.Power.DISCHARGE_CONDITION.value, "A condition of conditional discharge"),
]
SIDES = [(f.Side.COUNCIL, "The council"), (f.Side.NHS, "The NHS body")]


@dataclass(frozen=True, slots=True)
class Bodies:
    """The names that a fact may give: councils of each nation, and NHS bodies."""

    english: Sequence[tuple[str, str]]
    welsh: Sequence[tuple[str, str]]
    nhs: Sequence[tuple[str, str]]

    def councils(self) -> list[Any]:
        """For a list of choices, by nation."""
        return [("England", list(self.english)), ("Wales", list(self.welsh))]

    def places(self) -> list[Any]:
        """Councils, and the nations that have none that this Act reaches."""
        return [*self.councils(), ("Elsewhere", list(ELSEWHERE.items()))]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that may come several times. `needed` are the fields that a row must have."""

    name: str
    one: str
    heading: str
    fields: Callable[[Bodies], Mapping[str, forms.Field]]
    needed: tuple[str, ...]
    rows: int = 0
    hint: str = ""
    ui: Mapping[str, UI] = field(default_factory=dict)


def _when(label: str) -> forms.Field:
    return DatePartsField(label=label, required=False)


def _one_of(choices: Any, label: str) -> forms.Field:
    return select(choices, label, required=False)


def _detention(bodies: Bodies) -> dict[str, forms.Field]:
    return {
        "section_code": _one_of(codes.LEGAL_STATUSES, "Section or order"),
        "order_kind": _one_of(
            [
                (f.OrderKind.HOSPITAL_ORDER, "Hospital order"),
                (f.OrderKind.GUARDIANSHIP_ORDER, "Guardianship"),
            ],
            "What did the court order?",
        ),
        "starts_on": _when("Date it began"),
        "application_made_on": _when("Date the application was made"),
        "ends_on": _when("Date it ended"),
        "end_reason": _one_of(ENDS, "How did it end?"),
        "nhs_england_bed": forms.BooleanField(label="NHS England commissioned the bed", required=False),
    }


def _address(bodies: Bodies) -> dict[str, forms.Field]:
    return {
        "place": _one_of(bodies.places(), "Council whose area it is in"),
        "kind": _one_of(Address.Kind.choices, "What kind of home was it?"),
        "starts_on": _when("First day there"),
        "ends_on": _when("Last day there"),
        "settled": _one_of(Address.Settled.choices, "Was it their settled home?"),
        "arranged_by": _one_of(bodies.councils(), "Council that arranged it"),
        "power": _one_of(POWERS, "Under which power?"),
        "decided_for": _one_of(
            [("yes", "Yes, for settled purposes"), ("no", "Yes, but not for settled purposes")],
            "Did somebody with power to decide choose it for them?",
        ),
    }


def _span(*more: tuple[str, forms.Field]) -> dict[str, forms.Field]:
    return {"starts_on": _when("Date it began"), "ends_on": _when("Date it ended"), **dict(more)}


GROUPS = (
    Group(
        "detention", "Detention", "Detentions", _detention, ("section_code", "starts_on"), rows=1,
        hint="Every period under the Mental Health Act, section 2 too. The order does not matter.",
        ui={
            "order_kind": UI(hint="Only for a court order, or an Act other than the Mental Health Act"),
            "application_made_on": UI(hint="If it was made on another day than the detention began"),
            "ends_on": UI(hint="Leave empty if it is still in force"),
        },
    ),
    Group(
        "leaving", "Day of leaving", "Leaving hospital",
        lambda bodies: {
            "left_on": _when("Date they left hospital"),
            "sent_to": _one_of(bodies.councils(), "Council for the area the hospital sent them to"),
        },
        ("left_on",), rows=1, hint="Leave empty if they are still in hospital.",
    ),
    Group(
        "address", "Address", "Addresses", _address, ("place", "starts_on"), rows=1,
        hint="Where they lived before the detention matters most. Do not type the address itself.",
        ui={
            "ends_on": UI(hint="Leave empty if they still live there"),
            "settled": UI(hint=SETTLED_HINT),
            "arranged_by": UI(hint="Only if a council placed them there"),
            "decided_for": UI(hint="Only for somebody who could not decide for themselves where to live"),
        },
    ),
    Group(
        "gp", "GP registration", "GP registrations",
        lambda bodies: {
            "body": _one_of(bodies.nhs, "NHS body of the GP practice"),
            "starts_on": _when("Date they registered"),
            "ends_on": _when("Last day registered"),
        },
        ("body", "starts_on"), rows=1,
        ui={"ends_on": UI(hint="Leave empty if they are still registered there")},
    ),
    Group(
        "stay", "Stay in hospital", "Stays in hospital without detention",
        lambda bodies: _span(("area", _one_of(bodies.councils(), "Council whose area the hospital is in"))),
        ("starts_on",), hint="Informal or voluntary, before or after detention.",
    ),
    Group(
        "cto", "Community treatment order", "Community treatment orders",
        lambda bodies: _span(("recalled_on", _when("Date of recall")), ("revoked_on", _when("Date revoked"))),
        ("starts_on",),
    ),
    Group(
        "discharge", "Conditional discharge", "Conditional discharges",
        lambda bodies: _span(("recalled_on", _when("Date of recall"))), ("starts_on",),
    ),
    Group(
        "leave", "Period of leave", "Section 17 leave",
        lambda bodies: {
            "kind": _one_of([(f.LeaveKind.SHORT, "Short"), (f.LeaveKind.LIVING_OUT, "Living out on trial")],
                            "What kind of leave?"),
            **_span(),
        },
        ("kind", "starts_on"),
    ),
    Group(
        "prison", "Period in prison", "Prison",
        lambda bodies: _span(("area", _one_of(bodies.councils(), "Council whose area the prison is in"))),
        ("starts_on",),
    ),
    Group(
        "ending", "Decision", "Decisions that aftercare was no longer needed",
        lambda bodies: {"side": _one_of(SIDES, "Who decided?"), "decided_on": _when("Date of the decision")},
        ("side", "decided_on"), hint="Only a decision of the responsible body itself.",
    ),
)  # fmt: skip
DATES = (("starts_on", "ends_on"), ("starts_on", "recalled_on"), ("starts_on", "revoked_on"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the page draws it."""

    id: str
    legend: str
    fields: Sequence[Any]
    remove: str


class CheckForm(BaseForm):
    """Facts about nobody in particular, and the day to answer for. `rows`: how many rows each group has."""

    def __init__(self, data: Any = None, *, bodies: Bodies, rows: Mapping[str, int], **kwargs: Any) -> None:
        self.bodies, self.rows = bodies, rows
        self.ui = {
            "no_residence": UI(
                hint="Somebody has looked, and there was no home of any kind before detention"
            ),
            "present_in": UI(hint="Only for somebody who has no home"),
            "date_of_birth": UI(hint="Only if they may have been under 18 when detained"),
            "paid_by": UI(width=30, hint="Only for somebody detained or on aftercare on 1 July 2022"),
        }
        self.base_fields = _single(bodies)
        for group, index in self._every_row():
            for part, each in group.fields(bodies).items():
                name = f"{group.name}_{index}_{part}"
                if isinstance(each, DatePartsField):
                    each.words = f"{group.one} {index + 1}: {first_lower(str(each.label))}"
                self.base_fields[name] = each
                self.ui[name] = UI(mark_optional=False)
                if part in group.ui:
                    self.ui[name] = UI(mark_optional=False, hint=group.ui[part].hint)
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A row that says anything says what it must, and ends after it began."""
        for group, index in self._every_row():
            row = self.row(group.name, index)
            if any(row.values()):
                self._check_row(group, index, row)
        if not self.errors and not any(any(row.values()) for row in self._typed("detention")):
            first = "detention_0_section_code"
            self.add_error(first if first in self.fields else None, "Enter at least one detention")
        return self.cleaned_data

    def _check_row(self, group: Group, index: int, row: Mapping[str, Any]) -> None:
        start = f"{group.name}_{index}_"
        for part in group.needed:
            if not row.get(part) and f"{start}{part}" not in self.errors:
                label = first_lower(str(self.fields[f"{start}{part}"].label).rstrip("?"))
                self.add_error(f"{start}{part}", f"{group.one} {index + 1}: enter {label}")
        for first, then in DATES:
            if row.get(first) and row.get(then) and row[then] < row[first]:
                message = f"{group.one} {index + 1}: this cannot be before it began"
                self.add_error(f"{start}{then}", message)

    def row(self, group: str, index: int) -> dict[str, Any]:
        """What one row says, by field."""
        start = f"{group}_{index}_"
        found = self.cleaned_data.items()
        return {name.removeprefix(start): value for name, value in found if name.startswith(start)}

    def said(self, group: str) -> Iterator[dict[str, Any]]:
        """The rows of a group in which something was typed."""
        return (row for row in self._typed(group) if any(row.values()))

    def groups(self) -> Iterator[tuple[Group, list[Row], bool]]:
        """Each group with its rows as they are drawn, and whether there is room for one more."""
        for group in GROUPS:
            count = self.rows[group.name]
            drawn = [self._drawn(group, index) for index in range(count)]
            yield group, drawn, count < _most(group.name)

    def single(self) -> list[Any]:
        """The questions asked once, beside the day."""
        return [self[name] for name in _single(self.bodies) if name != "on"]

    def _drawn(self, group: Group, index: int) -> Row:
        names = [f"{group.name}_{index}_{part}" for part in group.fields(self.bodies)]
        legend = f"{group.one} {index + 1}"
        return Row(f"{group.name}-{index}", legend, [self[name] for name in names], f"{group.name}-{index}")

    def _typed(self, group: str) -> Iterator[dict[str, Any]]:
        return (self.row(group, index) for index in range(self.rows[group]))

    def _every_row(self) -> Iterator[tuple[Group, int]]:
        return ((group, index) for group in GROUPS for index in range(self.rows[group.name]))


def _single(bodies: Bodies) -> dict[str, forms.Field]:
    return {
        "on": DatePartsField(label="Answer for which day?"),
        "no_residence": forms.BooleanField(label="They had no home of any kind", required=False),
        "present_in": _one_of(bodies.councils(), "Council where they are now"),
        "date_of_birth": _when("Date of birth"),
        "looked_after_by": _one_of(
            bodies.councils(), "Council that looks after them, if they are a looked-after child"
        ),
        "moved_to_wales_on": _when("Date they moved to Wales"),
        "paid_by": forms.CharField(
            max_length=120, label="NHS body that paid for aftercare on 30 June 2022", required=False
        ),
    }


def _most(group: str) -> int:
    """How many rows of a group the page takes: all of them full stay within what one request may send."""
    return MOST_ROWS.get(group, MOST_OTHER_ROWS)


def rows_sent(data: Mapping[str, Any]) -> dict[str, int]:
    """How many rows of each group the form was sent with; what makes no sense counts as the first page's."""
    found = {}
    for group in GROUPS:
        text = str(data.get(f"{group.name}_rows", ""))
        whole = text.isascii() and text.isdigit() and len(text) < 3
        found[group.name] = min(int(text), _most(group.name)) if whole else group.rows
    return found


def first_rows() -> dict[str, int]:
    """How many rows of each group the page starts with."""
    return {group.name: group.rows for group in GROUPS}


def nation_of(place: str, bodies: Bodies) -> Nation:
    """The nation of a chosen place."""
    if place in ELSEWHERE:
        return Nation(place.removeprefix("nation:"))
    return Nation.WALES if place in {name for name, _ in bodies.welsh} else Nation.ENGLAND


def every_body(councils: Sequence[tuple[str, str]], nhs: Sequence[tuple[str, str]]) -> Bodies:
    """The register's bodies with those of Wales, which decide by area (rule J-7)."""
    known = {name for name, _ in (*councils, *nhs)}
    welsh = [name for _, areas in BOARDS.values() for _, name in areas]
    boards = [(name, name) for name in sorted(BOARDS) if name not in known]
    english = [pair for pair in councils if pair[0] not in welsh]
    return Bodies(english, [(name, name) for name in sorted(welsh)], [*nhs, *boards])


def reopened(data: Mapping[str, Any], bodies: Bodies) -> CheckForm:
    """The form with what was typed, one row more or less if a button asked for it, and nothing judged yet."""
    rows = rows_sent(data)
    sent = CheckForm(data, bodies=bodies, rows=dict(rows))
    typed = {name: each.widget.value_from_datadict(data, {}, name) for name, each in sent.fields.items()}
    if data.get("add") in rows:
        rows[data["add"]] = min(rows[data["add"]] + 1, _most(str(data["add"])))
    name, _, index = str(data.get("remove", "")).rpartition("-")
    if name in rows and index in {str(place) for place in range(rows[name])}:
        typed = _without(typed, name, int(index))
        rows[name] -= 1
    return CheckForm(bodies=bodies, rows=rows, initial=typed)


def _without(typed: Mapping[str, Any], group: str, gone: int) -> dict[str, Any]:
    """What was typed with one row taken out and those after it moved up."""
    kept: dict[str, Any] = {}
    for name, value in typed.items():
        found = re.fullmatch(rf"{group}_(\d+)_(\w+)", name)
        if found is None or int(found[1]) < gone:
            kept[name] = value
        elif int(found[1]) > gone:
            kept[f"{group}_{int(found[1]) - 1}_{found[2]}"] = value
    return kept
