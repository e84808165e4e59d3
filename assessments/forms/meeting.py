"""The pages of a planning meeting's record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, ClassVar

from django import forms

from assessments.forms.fields import PageForm, SectionForm, day, line, one_of, pick, several_of, text
from assessments.models.choices import (
    AccommodationNeed,
    Attendance,
    BenefitsAdvice,
    Body,
    ChangeExpected,
    ChecklistNeeded,
    ClinicianPresent,
    CopyTo,
    Discussed,
    Method,
    Papers,
    YesNo,
)
from assessments.rules.domains import DOMAINS
from s117.web.forms import UI

LEAST_ROWS, SPARE_ROWS, MOST_ROWS = 4, 3, 40


class BasicsForm(PageForm):
    """When and where, and who was in the chair."""

    held_on = day("Date of the meeting", past=True, required=True)
    held_at = forms.TimeField(label="Time it started", required=False)
    place = line("Place", 200, required=True)
    method = one_of("How did people meet?", Method.choices)
    chair_name = line("Who was in the chair?", required=True)
    chair_role = line("Their role")
    may_stay_empty = ("held_at", "method", "chair_role")

    ui: ClassVar[dict[str, UI]] = {
        "held_at": UI(width=5, hint="For example 14:30"),
        "place": UI(hint="Ward, address or “video call”"),
        "chair_role": UI(hint="For example responsible clinician"),
    }


class BasicsSection(BasicsForm, SectionForm):
    """The same, once the record is open."""


class RowsForm(SectionForm):
    """A page with numbered rows of the same questions. An empty row is left out; a started one is finished.

    Each column is a question made afresh for each row; the columns in `must` have to be filled in a row
    that is used. `cleaned_data["rows"]` holds what was given.
    """

    row_word: ClassVar[str] = ""
    columns: ClassVar[dict[str, Callable[[], forms.Field]]] = {}
    must: ClassVar[tuple[str, ...]] = ()
    count: ClassVar[int] = 0

    @property
    def row_names(self) -> frozenset[str]:
        """The fields that belong to a row."""
        return frozenset(f"{name}_{number}" for number in self._numbers for name in self.columns)

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each row's heading and its questions, for the page."""
        return [
            (f"{self.row_word} {number}", [self[f"{name}_{number}"] for name in self.columns])
            for number in self._numbers
        ]

    def clean(self) -> dict[str, Any]:
        """Gather the rows."""
        cleaned = super().clean() or self.cleaned_data
        found = []
        for number in self._numbers:
            row = {name: cleaned.get(f"{name}_{number}") for name in self.columns}
            if any(row.values()):
                self._finish(number, row)
                found.append(row)
        cleaned["rows"] = found
        return cleaned

    @property
    def _numbers(self) -> range:
        return range(1, self.count + 1)

    def _finish(self, number: int, row: dict[str, Any]) -> None:
        for name in self.must:
            field = f"{name}_{number}"
            if not row[name] and field not in self.errors:
                label = str(self.fields[field].label)
                self.add_error(field, f"{self.row_word} {number}: enter {label[0].lower()}{label[1:]}")


class AttendanceForm(RowsForm):
    """Who was invited and who came."""

    rc_present = one_of("Was the responsible clinician there?", ClinicianPresent.choices)
    person_present = one_of("Was the person there?", YesNo.choices)
    person_absent_reason = text("Why not?")
    representative_present = one_of("Was a representative there?", YesNo.choices)
    representative_absent_reason = text("Why not?")
    advocate_present = one_of("Was an advocate there?", YesNo.choices)
    advocate_absent_reason = text("Why not?")
    may_stay_empty = ("representative_absent_reason", "advocate_absent_reason")

    row_word = "Person"
    columns: ClassVar[dict[str, Callable[[], forms.Field]]] = {
        "name": lambda: line("Name"),
        "role": lambda: line("Role"),
        "organisation_name": lambda: line("Organisation, if any"),
        "attendance": lambda: pick("Attendance", Attendance.choices),
    }
    must = ("name", "role", "attendance")

    ui: ClassVar[dict[str, UI]] = {
        "rc_present": UI(hint="The responsible clinician or another doctor must take part"),
        "person_present": UI(inline=True, reveals={"no": ("person_absent_reason",)}),
        "representative_present": UI(
            inline=True,
            hint="A relative, friend or other person they chose",
            reveals={"no": ("representative_absent_reason",)},
        ),
        "advocate_present": UI(
            inline=True,
            hint="An advocate under the Mental Health Act, the Mental Capacity Act or the Care Act",
            reveals={"no": ("advocate_absent_reason",)},
        ),
        "person_absent_reason": UI(rows=3),
        "representative_absent_reason": UI(rows=3),
        "advocate_absent_reason": UI(rows=3, hint="For example offered and not wanted"),
    }


class ViewsForm(SectionForm):
    """What the person and those close to them say, and what was read."""

    person_views = text("The person's views, in their own words")
    carer_views = text("Views of carers and family")
    papers_seen = several_of("Papers that were seen", Papers.choices)
    documents_seen = text("Other papers")
    may_stay_empty = ("carer_views", "papers_seen", "documents_seen")

    ui: ClassVar[dict[str, UI]] = {
        "papers_seen": UI(small=True),
        "documents_seen": UI(rows=3),
    }


class LeavingForm(SectionForm):
    """Legal status and when the person may leave hospital."""

    legal_status = line("Legal status discussed", 200)
    change_expected = one_of("What change of legal status is expected?", ChangeExpected.choices)
    legal_change_expected = line("More about the change", 200)
    likely_discharge_on = day("Likely date of leaving hospital")
    clinically_ready_on = day("Date the person was, or will be, clinically ready to leave")
    may_stay_empty = ("legal_change_expected", "likely_discharge_on", "clinically_ready_on")

    ui: ClassVar[dict[str, UI]] = {
        "legal_change_expected": UI(hint="For example when, and with which conditions"),
        "clinically_ready_on": UI(hint="Days waited after this date are counted as delay"),
    }


class DiscussedForm(SectionForm):
    """What was said of every part of life."""

    ui: ClassVar[dict[str, UI]] = {
        item.code: UI(inline=True, small=True, hint=item.hint, mark_optional=False) for item in DOMAINS
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.base_fields = {item.code: one_of(item.title, Discussed.choices) for item in DOMAINS}
        super().__init__(*args, **kwargs)


class AccommodationForm(SectionForm):
    """Whether accommodation is itself an aftercare need."""

    accommodation_need = one_of("Is accommodation an aftercare need?", AccommodationNeed.choices)
    accommodation_reason = text("Why?")

    ui: ClassVar[dict[str, UI]] = {
        "accommodation_need": UI(
            hint="It is when the person needs this accommodation because of the mental disorder, and it"
            " reduces the risk of going back to hospital. Rent and service charges then belong to aftercare."
        ),
    }


class RisksForm(SectionForm):
    """What could go wrong and what then."""

    risks = text("Risks discussed")
    contingency = text("Contingency plan")

    ui: ClassVar[dict[str, UI]] = {
        "contingency": UI(hint="Who does what if things go wrong, and where the person could go"),
    }


class ServicesForm(RowsForm):
    """The coordinator and what was agreed."""

    coordinator_name = line("Care coordinator confirmed")

    row_word = "Service"
    columns: ClassVar[dict[str, Callable[[], forms.Field]]] = {
        "description": lambda: line("What was agreed", 200),
        "arranged_by": lambda: pick("Who arranges it", Body.choices),
        "paid_by": lambda: pick("Who pays", Body.choices),
    }
    must = ("description", "arranged_by", "paid_by")


class ActionsForm(RowsForm):
    """What is left to do, and what was not agreed."""

    disagreements = text("Disagreements")
    may_stay_empty = ("disagreements",)

    row_word = "Action"
    columns: ClassVar[dict[str, Callable[[], forms.Field]]] = {
        "what": lambda: line("What", 300),
        "who": lambda: line("Who"),
        "due_on": lambda: day("By when"),
    }
    must = ("what", "who", "due_on")

    ui: ClassVar[dict[str, UI]] = {
        "disagreements": UI(hint="Anything the person, a carer or a body did not agree with"),
    }


class ChecksForm(SectionForm):
    """Continuing healthcare, benefits, and who was sent a copy."""

    chc_checklist = one_of("Is a continuing healthcare checklist needed?", ChecklistNeeded.choices)
    benefits_advice = one_of("Was advice on benefits given?", BenefitsAdvice.choices)
    benefits_owner = line("Who will help?")
    copies_to = several_of("Copy sent to", CopyTo.choices)
    copy_sent_to = line("Anybody else who was sent a copy", 300)
    copy_sent_on = day("Date copies were sent", past=True)
    may_stay_empty = ("copy_sent_to", "copy_sent_on")

    ui: ClassVar[dict[str, UI]] = {
        "chc_checklist": UI(hint="For needs outside aftercare, such as a physical illness"),
        "benefits_advice": UI(
            hint="Help to claim before leaving hospital", reveals={"arranged": ("benefits_owner",)}
        ),
        "copies_to": UI(small=True),
    }


SECTION_FORMS: dict[str, type[PageForm]] = {
    "basics": BasicsSection,
    "attendance": AttendanceForm,
    "views": ViewsForm,
    "leaving": LeavingForm,
    "needs": DiscussedForm,
    "accommodation": AccommodationForm,
    "risks": RisksForm,
    "services": ServicesForm,
    "actions": ActionsForm,
    "checks": ChecksForm,
}


def form_for(section: str, kept: int = 0, sent: Sequence[str] = ()) -> type[PageForm]:
    """The form of a section. A form with rows has room for those kept, some spare, and all that were sent."""
    form = SECTION_FORMS[section]
    if not issubclass(form, RowsForm):
        return form
    first = f"{next(iter(form.columns))}_"
    numbers = [int(name.removeprefix(first)) for name in sent if _is_row(name, first)]
    count = max(LEAST_ROWS, kept + SPARE_ROWS, *numbers, 0)
    return with_rows(form, min(count, MOST_ROWS))


def _is_row(name: str, first: str) -> bool:
    number = name.removeprefix(first)
    return name.startswith(first) and number.isascii() and number.isdigit() and len(number) <= 2


@cache
def with_rows(form: type[RowsForm], count: int) -> type[RowsForm]:
    """The form with `count` rows of its columns."""
    fields = {
        f"{name}_{number}": make() for number in range(1, count + 1) for name, make in form.columns.items()
    }
    own = {**fields, "count": count, "__module__": form.__module__}
    return type(form)(form.__name__, (form,), own)
