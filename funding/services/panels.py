"""Arrange a sitting, fill its agenda, record who sat, their interests and the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from funding import policies, queries
from funding.models import AgendaItem, Panel, PanelInterest, PanelMember
from funding.rules.lifecycle import PANEL, ApplicationAction, ApplicationStatus, PanelAction, PanelStatus
from funding.services.applications import move
from s117.accounts import queries as accounts
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version


@writes
def arrange_panel(
    *, actor: Actor, at: datetime, convenor_id: UUID, partner_id: UUID, held_on: date, place: str
) -> Panel:
    """Arrange a sitting of the actor's body with another. A sitting of a past day may be entered."""
    policies.panel_arrange(actor, convenor_id).require()
    convenor = queries.lock_council(convenor_id)
    if convenor_id == partner_id:
        raise Refused(fields={"partner": "Select the other body"})
    panel = Panel.objects.create(
        convenor=convenor,
        partner=accounts.organisation(partner_id),
        number=queries.next_panel_number(convenor_id),
        held_on=held_on,
        place=place,
        arranged_at=at,
    )
    record(Event.PANEL_ARRANGED, panel)
    return panel


@writes
def schedule_applications(
    *, actor: Actor, at: datetime, panel_id: UUID, application_ids: Sequence[UUID]
) -> Panel:
    """Put applications that a manager has recommended on the agenda, in the order given."""
    files = [queries.lock_application(actor, application_id) for application_id in sorted(application_ids)]
    panel = queries.lock_panel(panel_id)
    policies.application_schedule(actor, panel.convenor_id, panel.status).require()
    ordered = sorted(files, key=lambda file: application_ids.index(file.id))
    for file in ordered:
        if not {file.application.council_id, file.application.nhs_body_id} & {
            panel.convenor_id, panel.partner_id,
        }:  # fmt: skip
            raise Refused(fields={"applications": "An application of other bodies cannot come to this panel"})
        AgendaItem.objects.create(
            panel=panel, application=file.application, position=queries.next_place(panel_id)
        )
        move(file, ApplicationAction.SCHEDULE)
    return panel


@writes
def unschedule_application(*, actor: Actor, at: datetime, panel_id: UUID, item_id: UUID) -> Panel:
    """Take an application off an agenda before it is decided."""
    found = queries.standing_item(panel_id, item_id)
    file = queries.lock_application(actor, found.application_id)
    panel = queries.lock_panel(panel_id)
    policies.application_unschedule(actor, panel.convenor_id).require()
    item = queries.standing_item(panel_id, item_id)
    if file.item is None or file.item.id != item.id:
        raise NotFound
    move(file, ApplicationAction.UNSCHEDULE)
    item.amend(removed_at=at)
    return panel


@writes
def record_member(
    *,
    actor: Actor,
    at: datetime,
    panel_id: UUID,
    organisation_id: UUID,
    role: str,
    user_id: UUID | None = None,
    name: str = "",
) -> PanelMember:
    """Record somebody who sat, and for which body; a person with an account is named by it."""
    panel = _minuting(actor, panel_id)
    if user_id is not None:
        user = accounts.user(user_id)
        name, organisation_id = user.full_name, user.organisation_id
    if not name:
        raise Refused(fields={"name": "Enter the member's name, or select a person"})
    if PanelMember.objects.filter(panel=panel, name=name, removed_at__isnull=True).exists():
        raise Refused(fields={"name": f"{name} is recorded already"})
    member = PanelMember.objects.create(
        panel=panel, user_id=user_id, name=name, organisation_id=organisation_id, role=role
    )
    record(Event.PANEL_MINUTED, panel)
    return member


@writes
def remove_member(*, actor: Actor, at: datetime, panel_id: UUID, member_id: UUID) -> PanelMember:
    """Take off a member recorded by mistake. Refused once the panel decided or they declared an interest:
    what was decided rests on who sat."""
    panel = _minuting(actor, panel_id)
    member = queries.seated_member(panel_id, member_id)
    if queries.depends_on(member):
        raise Refused(
            f"{member.name} stays: the panel has decided, or an interest is declared. Say it in the minutes."
        )
    member.amend(removed_at=at)
    record(Event.PANEL_MINUTED, panel)
    return member


@writes
def record_interest(
    *, actor: Actor, at: datetime, panel_id: UUID, item_id: UUID, member_id: UUID, nature: str
) -> PanelInterest:
    """Record an interest of a member in one application: they count for no quorum on it and sign nothing.

    Refused once the application is decided: an interest found out later calls for a new edition of the
    decision, after the quorum is counted again.
    """
    file = queries.lock_application(actor, queries.standing_item(panel_id, item_id).application_id)
    panel = _minuting(actor, panel_id)
    if file.status is not ApplicationStatus.PANEL_PENDING:
        raise Refused("This application is decided. Put it to a panel again, with the interest declared.")
    member = queries.seated_member(panel_id, member_id)
    if PanelInterest.objects.filter(item=item_id, member=member).exists():
        raise Refused(fields={"member": "This member's interest is recorded already"})
    made = PanelInterest.objects.create(item_id=item_id, member=member, nature=nature)
    record(Event.PANEL_MINUTED, panel, case_id=file.case.id)
    return made


@writes
def minute_panel(
    *,
    actor: Actor,
    at: datetime,
    panel_id: UUID,
    chair: str,
    minutes: str,
    seen_version: int | None = None,
) -> Panel:
    """Write the minutes of a sitting that has been held, or put them right; earlier words stay in history."""
    panel = _minuting(actor, panel_id)
    require_version(panel, seen_version)
    if panel.held_on > london_date(at):
        raise Refused(f"This panel sits on {panel.held_on:%-d %B %Y}. Write the minutes afterwards.")
    status = PANEL.after(PanelStatus(panel.status), PanelAction.MINUTE)
    panel.amend(status=status.value, chair=chair, minutes=minutes)
    record(Event.PANEL_MINUTED, panel)
    return panel


def _minuting(actor: Actor, panel_id: UUID) -> Panel:
    panel = queries.lock_panel(panel_id)
    policies.panel_minute(actor, panel.convenor_id).require()
    return panel
