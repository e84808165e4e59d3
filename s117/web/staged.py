"""A form asked page by page, with the answers to check before anything with legal or money effect is saved.

The pages before travel as hidden values, so nothing is kept on the server and "Change" loses nothing. Before
the check page is shown, the service is rehearsed and rolled back: what it would refuse is said beside the
fields, not after the person has confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db import transaction
from django.forms import BoundField, ChoiceField
from django.http import HttpRequest, HttpResponse

from s117.kernel.refusals import Refused, Stale
from s117.web import conflicts
from s117.web.fields import PARTS
from s117.web.forms import BaseForm, typed_values
from s117.web.views import ActionForm, add_refusal

CHECK: Final = "check"
NOT_CARRIED = ("csrfmiddlewaretoken", "submission_id", "owner", "seen_version", "seen_row", "stage", "to")


@dataclass(frozen=True, slots=True)
class Stage:
    """One page of the form: its name in the form's hidden value, its heading and its fields."""

    name: str
    heading: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedStage:
    """One page's answers on the check page: (label, words) each."""

    name: str
    heading: str
    answers: tuple[tuple[str, str], ...]


class StagedForm(ActionForm):
    """ActionForm in stages. Without `stages` there is one, of every field, and then the check page.

    The template gets `stage` (its name), `stage_heading`, `carried` (hidden pairs) and, on the check page,
    `answers`. The form that it gets has the fields of the stage alone.
    """

    abstract = True
    stages: ClassVar[tuple[Stage, ...]] = ()

    def after(self, stage: str, form: BaseForm) -> str:
        """The stage that follows, by name; CHECK after the last."""
        names = [each.name for each in self._stages()]
        place = names.index(stage)
        return names[place + 1] if place + 1 < len(names) else CHECK

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check what was sent so far; then the next page, the check page, or the one service call."""
        form = self.make_form(request.POST)
        stage = request.POST.get("stage", "")
        if request.POST.get("to") in self._names():
            return self._page(form, request.POST["to"])
        if wrong := self._first_wrong(form, stage):
            return self._page(form, wrong, status=422)
        try:
            self.require_seen(form)
            if stage == CHECK:
                return self._do_once(form)
            following = self.after(stage if stage in self._names() else self._names()[0], form)
            if following == CHECK:
                self._rehearse(form)
            return self._page(form, following)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self._page(form, self._where(refusal, stage), status=422)
        except Stale as stale:
            return self._changed_meanwhile(form, stale)

    def _stages(self) -> tuple[Stage, ...]:
        return self.stages or (Stage("answers", "", tuple(self.form_class.base_fields)),)

    def _names(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self._stages())

    def _fields_of(self, name: str) -> tuple[str, ...]:
        return next((stage.fields for stage in self._stages() if stage.name == name), ())

    def _first_wrong(self, form: BaseForm, reached: str) -> str:
        """The first page, up to the one that was sent, that has an error; '' when none has."""
        for stage in self._stages():
            if any(form.errors.get(name) for name in stage.fields):
                return stage.name
            if stage.name == reached:
                return ""
        return self._names()[-1] if form.non_field_errors() else ""

    def _where(self, refusal: Refused, sent: str) -> str:
        """The page that has the first field of a refusal; the page that was sent when it names none."""
        named = (stage.name for stage in self._stages() if refusal.fields.keys() & set(stage.fields))
        return next(named, sent if sent in self._names() else self._names()[-1])

    def _rehearse(self, form: BaseForm) -> None:
        with transaction.atomic():
            self.perform(self.subject, form)
            transaction.set_rollback(True)

    def _changed_meanwhile(self, form: BaseForm, stale: Stale) -> HttpResponse:
        return self._page(form, self._names()[0], status=409, conflict=self.clash(form, stale))

    def _show(self, form: BaseForm, status: int = 200, **extra: Any) -> HttpResponse:
        """The first page; `form` may hold what was typed before the session ended."""
        return self._page(form, self._names()[0], status=status, **extra)

    def _page(self, form: BaseForm, name: str, status: int = 200, **extra: Any) -> HttpResponse:
        shown = self._fields_of(name)
        answers = self._answers(form) if name == CHECK else ()
        drawn = _with_only(form if status == 422 else self._fresh(form), shown)
        _read_choices(drawn)
        context = {
            **self.present(self.subject),
            "form": drawn,
            "stage": name,
            "stage_heading": next((each.heading for each in self._stages() if each.name == name), ""),
            "carried": self._carried(form, shown),
            "answers": answers,
        }
        return self.render({**context, **extra}, status)

    def _fresh(self, form: BaseForm) -> BaseForm:
        """The form with what was typed shown again, and no errors about pages not reached yet."""
        if not form.is_bound:
            return form
        fresh = self.make_form()
        fresh.initial = {**fresh.initial, **typed_values(form)}
        fresh.submission_id, fresh.seen_version = form.submission_id, form.seen_version
        fresh.seen_row = form.seen_row
        return fresh

    def _carried(self, form: BaseForm, shown: Iterable[str]) -> list[tuple[str, str]]:
        if not form.is_bound:
            return []
        drawn = {*NOT_CARRIED, *shown, *(f"{name}_{part}" for name in shown for part in PARTS)}
        return [(key, value) for key, values in form.data.lists() if key not in drawn for value in values]

    def _answers(self, form: BaseForm) -> tuple[CheckedStage, ...]:
        """What was asked and answered; a page that was passed over has sent nothing and is left out."""
        hidden = form.hidden_by_choice()
        found = []
        for stage in self._stages():
            asked = [form[name] for name in stage.fields if name in form.cleaned_data and name not in hidden]
            if asked and (not self.stages or any(_sent(form, name) for name in stage.fields)):
                found.append(CheckedStage(stage.name, stage.heading, tuple(_lines(form, asked))))
        return tuple(found)


def _lines(form: BaseForm, asked: Sequence[BoundField]) -> Iterator[tuple[str, str]]:
    """Each question with its answer. One that is asked several times on the page is told by its heading."""
    times = Counter(str(each.label) for each in asked)
    heading = ""
    for each in asked:
        heading = form.ui[each.name].heading or heading if each.name in form.ui else heading
        label = str(each.label)
        if heading and times[label] > 1:
            label = f"{heading}: {label}"
        yield label, conflicts.words_of(each, form.cleaned_data[each.name])


def _sent(form: BaseForm, name: str) -> bool:
    return name in form.data or any(f"{name}_{part}" in form.data for part in PARTS)


def _read_choices(form: BaseForm) -> None:
    """Fetch what the lists of choices need now: rendering a page asks the database nothing."""
    for bound in form:
        if isinstance(bound.field, ChoiceField):
            _ = bound.options


def _with_only(form: BaseForm, names: Iterable[str]) -> BaseForm:
    """The form with these fields alone, and the errors of these and of the form as a whole."""
    kept = set(names)
    for name in [name for name in form.fields if name not in kept]:
        del form.fields[name]
        if form.is_bound:
            form.errors.pop(name, None)
    return form
