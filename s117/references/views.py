"""Reference data: the lists that were sent, one list with its faults or changes, and loading it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from s117.accounts import code_lists, queries, reference_services
from s117.accounts.models import ReferenceFile
from s117.kernel.decisions import Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.references.forms import ReferenceSendForm
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class ReferenceList(ScopedList):
    """What is kept of each kind of body, and the code lists that were sent."""

    permission = Permission.REFERENCE_MANAGE
    template = "references/reference_list.html"
    listed = "ReferenceFile"

    def rows(self) -> dict[str, Any]:
        """The last lists, and how many bodies there are."""
        return {"rows": queries.reference_files(), "bodies": queries.bodies_counted(self.today)}


class ReferenceSend(ActionForm):
    """Send a code list, to be looked at before it is loaded."""

    permission = Permission.REFERENCE_MANAGE
    template = "references/reference_send.html"
    form_class = ReferenceSendForm

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        """The file, once something was sent."""
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def perform(self, subject: None, form: BaseForm) -> ReferenceFile:
        """Keep it and check it. A byte more than the limit is read, which is enough to refuse it."""
        sent = form.cleaned_data["file"]
        return reference_services.check_reference(
            actor=self.actor,
            at=self.at,
            kind=form.cleaned_data["kind"],
            name=sent.name,
            data=sent.read(code_lists.MOST_BYTES + 1),
        )

    def success_url(self, result: ReferenceFile) -> str:
        """The list as it was read."""
        return reverse("references:reference_view", kwargs={"file": result.pk})


class ReferenceView(ScopedDetail):
    """One list: what is wrong with it by line, or what loading it changes."""

    permission = Permission.REFERENCE_MANAGE
    template = "references/reference_view.html"

    def load(self) -> ReferenceFile:
        """The list."""
        return queries.reference_file(self.kwargs["file"])

    def present(self, subject: ReferenceFile) -> dict[str, Any]:
        """Its faults, and each row beside what is kept."""
        return {"file": subject, **_read(subject)}


class ReferenceLoad(ActionForm):
    """Load a list that was checked."""

    permission = Permission.REFERENCE_MANAGE
    template = "references/reference_load.html"

    def load(self) -> ReferenceFile:
        """The list."""
        return queries.reference_file(self.kwargs["file"])

    def decide(self, subject: ReferenceFile) -> Decision:
        """Only a list without faults."""
        faulty = subject.status == ReferenceFile.Status.REFUSED
        return first_refusal(
            self.actor.holds(self.permission),
            deny("The file has faults. Put them right and send it again.") if faulty else first_refusal(),
        )

    def seen_version(self, subject: ReferenceFile) -> int:
        """The version of the list."""
        return subject.version

    def present(self, subject: ReferenceFile) -> dict[str, Any]:
        """What is to be loaded."""
        return {"file": subject, **_read(subject)}

    def perform(self, subject: ReferenceFile, form: BaseForm) -> ReferenceFile:
        """Load it."""
        return reference_services.load_reference(
            actor=self.actor, at=self.at, file_id=subject.pk, seen_version=form.seen_version
        )

    def message_for(self, result: ReferenceFile) -> str:
        """What it came to."""
        said = ", ".join(f"{count} {state}" for state, count in result.changes.items())
        return f"{result.row_count} rows loaded: {said}"

    def success_url(self, result: ReferenceFile) -> str:
        """The list, now loaded."""
        return reverse("references:reference_view", kwargs={"file": result.pk})


def _read(file: ReferenceFile) -> dict[str, Any]:
    found = reference_services.read(file.kind, file.text)
    compared = reference_services.compare(file.kind, found.rows)
    states = [row.state for row in compared]
    return {
        "words": code_lists.LAYOUTS[file.kind].words,
        "compared": compared,
        "counts": {state: states.count(state) for state in ("new", "changed", "unchanged")},
        "still_open": found.still_open,
    }
