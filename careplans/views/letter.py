"""Letters to a person: what there is to write, the draft to look at, and what was kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.letters import LetterForm
from careplans.queries.letters import LetterSubject
from careplans.rules.letters import letter_context
from careplans.rules.terms import Paper, Variant
from careplans.views.plan import CasePage
from cases.queries import CaseHeader
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.staged import CHECK, StagedForm
from s117.web.views import ScopedDetail


class LetterList(CasePage, ScopedDetail):
    """The letters that the record gives rise to, those that were written, and those that came in."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/letter_list.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What to write, for those who may; what was written, for all."""
        may = policies.letter_write(self.actor, subject)
        due = queries.letters_to_write(subject, self.today) if may else ()
        return {
            "case": subject,
            "to_write": presenters.to_write_rows(subject.reference, due),
            "letters": presenters.letter_rows(subject.reference, queries.letters_of(subject.id)),
            "needs": queries.format_needs(subject),
            "refusal": "" if may else may.reason,
            **self._received(subject),
        }

    def _received(self, subject: CaseHeader) -> dict[str, Any]:
        rows = [presenters.received_row(self.actor, subject, row) for row in queries.received_of(subject.id)]
        return {
            "received": [row for row in rows if not row.withdrawn],
            "withdrawn": [row for row in rows if row.withdrawn],
            "may_add": bool(policies.received_add(self.actor, subject)),
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Letters", subject.id, subject.id)


class LetterWrite(CasePage, StagedForm):
    """Write a letter: choose its layout, read the draft, keep it."""

    permission = Permission.LETTER_WRITE
    template = "careplans/letter_write.html"
    form_class = LetterForm

    def load(self) -> CaseHeader:
        """The person, and what the letter is about. NotFound when the record does not give rise to it."""
        case = super().load()
        if self.kwargs["paper"] not in set(Paper):
            raise NotFound
        paper, about = Paper(self.kwargs["paper"]), self.kwargs["about"]
        self.told: LetterSubject = queries.letter_subject(case, paper, about, self.today)
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Who writes for the person."""
        return policies.letter_write(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The layout that the person needs."""
        return {"variant": queries.format_needs(subject).layout.value}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Which letter it is."""
        return {"case": subject, "paper": self.told.paper, "needs": queries.format_needs(subject)}

    def perform(self, subject: CaseHeader, form: LetterForm) -> Any:
        """Keep it as it was read."""
        return services.write_letter(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            paper=self.told.paper,
            about=self.told.about,
            **form.written(),
        )

    def success_url(self, result: Any) -> str:
        """The letter on its way."""
        where = {"ref": self.kwargs["ref"], "document": result.id}
        return reverse("careplans:document_view", kwargs=where)

    def _page(self, form: BaseForm, name: str, status: int = 200, **extra: Any) -> HttpResponse:
        """The check page shows the draft and how hard it is to read."""
        draft = self._draft(form) if name == CHECK else {}
        return super()._page(form, name, status, **draft, **extra)

    def _draft(self, form: LetterForm) -> dict[str, Any]:
        said = form.written()
        variant, who = said["variant"], {"actor": self.actor, "at": self.at}
        letter = services.draft_letter(self.subject, self.told.paper, self.told.about, **who, own=said["own"])
        lines = presenters.letter_lines(services.letter_words(letter, self.told.paper, variant))
        easy = variant is Variant.EASY_READ
        return {
            **letter_context(letter, self.told.paper, variant),
            "readings": [
                presenters.reading_words("The letter", lines, easy=easy),
                presenters.reading_words("Your own words", letter.note.splitlines(), easy=easy),
            ],
        }
