"""Reading sittings: their agenda, who sits, what waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Max, Prefetch, Q, QuerySet, When

from cases import queries as cases
from funding.models import (
    AgendaItem,
    Application,
    Panel,
    PanelDecision,
    PanelInterest,
    PanelMember,
    PanelPack,
)
from funding.queries.applications import ApplicationFile, seated, visible_applications, whole
from funding.rules.applications import quorum_findings
from funding.rules.lifecycle import ApplicationStatus
from s117.kernel.actor import Actor
from s117.kernel.documents import DocumentStatus
from s117.kernel.refusals import NotFound

# A database orders words by the alphabet, which would put routine before soon and urgent.
URGENT_FIRST = Case(When(urgency="urgent", then=0), When(urgency="soon", then=1), default=2)


@dataclass(frozen=True, slots=True)
class PanelFile:
    """A sitting with its agenda as one actor may see it: applications of people in their scope alone."""

    panel: Panel
    agenda: tuple[tuple[AgendaItem, ApplicationFile], ...]
    packs: tuple[PanelPack, ...]

    @property
    def id(self) -> UUID:
        """The sitting's id, for the record of who looked."""
        return self.panel.id

    @property
    def members(self) -> tuple[PanelMember, ...]:
        """Who sits, by body."""
        return tuple(self.panel.members.all())

    @property
    def bodies(self) -> dict[UUID, str]:
        """The bodies that sit and those that an application would bind: id to name."""
        panel = self.panel
        found = {panel.convenor_id: panel.convenor.name, panel.partner_id: panel.partner.name}
        for _, file in self.agenda:
            found |= file.parties
        return found

    @property
    def pending(self) -> tuple[tuple[AgendaItem, ApplicationFile], ...]:
        """What the panel has still to decide."""
        waiting = ApplicationStatus.PANEL_PENDING
        return tuple(pair for pair in self.agenda if pair[1].status is waiting)

    @property
    def has_decided(self) -> bool:
        """Whether anything on this agenda is decided: then who sat stays as it is."""
        ids = {item.id for item, _ in self.agenda}
        return any(row.item_id in ids for _, file in self.agenda for row in file.application.decisions.all())

    def lacking(self, item: AgendaItem, file: ApplicationFile) -> tuple[str, ...]:
        """Why there is no quorum for an application yet, in sentences."""
        paying = {str(body): name for body, name in file.parties.items()}
        return tuple(found.text for found in quorum_findings(file.sitting(item, self.members), paying))

    def member(self, member_id: UUID) -> PanelMember:
        """Somebody who sits; NotFound if nobody of that id does."""
        found = next((row for row in self.members if row.id == member_id), None)
        if found is None:
            raise NotFound
        return found

    def at(self, item_id: UUID) -> tuple[AgendaItem, ApplicationFile]:
        """An item of the agenda; NotFound if it is not on it for this actor."""
        found = next((pair for pair in self.agenda if pair[0].id == item_id), None)
        if found is None:
            raise NotFound
        return found


def panel_file(actor: Actor, convenor: str, number: int) -> PanelFile:
    """A sitting of the actor's body with what its page shows; else NotFound."""
    panel = panel_for(actor, convenor, number)
    packs = PanelPack.objects.filter(panel=panel).defer("snapshot").order_by("-requested_at")[:5]
    return PanelFile(panel, agenda_of(actor, panel), tuple(packs))


def pack_for(actor: Actor, convenor: str, number: int, pack_id: UUID) -> PanelPack:
    """A finished document of a sitting, for one who sees every application in it; else NotFound."""
    panel = panel_for(actor, convenor, number)
    pack = PanelPack.objects.filter(panel=panel, pk=pack_id, status=DocumentStatus.READY.value).first()
    if pack is None:
        raise NotFound
    inside = set(pack.snapshot["cases"])
    seen = cases.visible_to(actor).filter(reference__in=inside).values_list("reference", flat=True)
    if inside - set(seen):
        raise NotFound
    return pack


def waiting_applications(actor: Actor) -> QuerySet[Application]:
    """Requests ready for a panel, of people the actor sees, the most urgent and longest waiting first."""
    ready = visible_applications(actor).filter(status=ApplicationStatus.RECOMMENDED)
    return ready.select_related("case__client").order_by(
        URGENT_FIRST, "recommended_on", "case__reference", "number"
    )


def panels_of(actor: Actor) -> Q:
    """Sittings that the actor's body convenes or sits on."""
    return Q(convenor__in=actor.organisation_ids) | Q(partner__in=actor.organisation_ids)


def panels_for(actor: Actor, *, after: str | None = None, limit: int) -> tuple[Panel, ...]:
    """Sittings of the actor's body, latest first, up to `limit` that follow the id `after`."""
    rows = Panel.objects.filter(panels_of(actor)).select_related("convenor", "partner")
    rows = rows.order_by("-held_on", "-number", "id")
    if after and (last := rows.filter(pk=_uuid(after)).first()):
        rows = rows.filter(
            Q(held_on__lt=last.held_on)
            | Q(held_on=last.held_on, number__lt=last.number)
            | Q(held_on=last.held_on, number=last.number, pk__gt=last.pk)
        )
    return tuple(rows[:limit])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def panel_for(actor: Actor, convenor: str, number: int) -> Panel:
    """A sitting of the actor's body with its members; else NotFound."""
    rows = Panel.objects.filter(panels_of(actor), convenor__code=convenor, number=number)
    members = Prefetch("members", seated())
    found = rows.select_related("convenor", "partner").prefetch_related(members).first()
    if found is None:
        raise NotFound
    return found


def agenda_of(actor: Actor, panel: Panel) -> tuple[tuple[AgendaItem, ApplicationFile], ...]:
    """The sitting's applications for people that the actor sees, in order. A fixed number of statements."""
    items = {
        row.application_id: row
        for row in AgendaItem.objects.filter(
            panel=panel, removed_at__isnull=True, application__case__in=cases.visible_to(actor)
        ).prefetch_related("interests__member")
    }
    files = {row.id: row for row in whole().filter(pk__in=items)}
    headers = cases.headers_for(actor, [row.case_id for row in files.values()])
    ordered = sorted(items.values(), key=lambda item: item.position)
    return tuple(
        (item, ApplicationFile(headers[files[item.application_id].case_id], files[item.application_id]))
        for item in ordered
    )


def lock_panel(panel_id: UUID) -> Panel:
    """The sitting, locked; NotFound if there is none."""
    found = Panel.objects.select_for_update(no_key=True).filter(pk=panel_id).first()
    if found is None:
        raise NotFound
    return found


def next_panel_number(convenor_id: UUID) -> int:
    """One more than the body's highest."""
    highest = Panel.objects.filter(convenor=convenor_id).aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def next_place(panel_id: UUID) -> int:
    """The place after the last one on the agenda, places of items taken off included."""
    return (
        int(AgendaItem.objects.filter(panel=panel_id).aggregate(highest=Max("position"))["highest"] or 0) + 1
    )


def seated_member(panel_id: UUID, member_id: UUID) -> PanelMember:
    """A member of the sitting who was not taken off; NotFound if there is none."""
    found = seated().filter(panel=panel_id, pk=member_id).first()
    if found is None:
        raise NotFound
    return found


def depends_on(member: PanelMember) -> bool:
    """Whether a decision or a declared interest rests on who sat."""
    decided = PanelDecision.objects.filter(item__panel=member.panel_id)
    return decided.exists() or PanelInterest.objects.filter(member=member).exists()


def standing_item(panel_id: UUID, item_id: UUID) -> AgendaItem:
    """An item of the sitting that was not taken off; NotFound if there is none."""
    rows = AgendaItem.objects.filter(panel=panel_id, pk=item_id, removed_at__isnull=True)
    found = rows.select_related("application").first()
    if found is None:
        raise NotFound
    return found
