"""Who may record which fact of legal status now."""

from __future__ import annotations

from cases.policies.base import CaseLike, change, state
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission


def legal_status_view(actor: Actor) -> Decision:
    """See detentions, hospital stays and community treatment orders."""
    return actor.holds(Permission.LEGAL_STATUS_VIEW)


def detention_record(actor: Actor, case: CaseLike) -> Decision:
    """Record or correct a detention, historic ones included."""
    return change(actor, case, Permission.DETENTION_RECORD)


def detention_end(actor: Actor, case: CaseLike) -> Decision:
    """Record the end of the detention in force."""
    return first_refusal(
        change(actor, case, Permission.DETENTION_END),
        state(case.detained, "There is no detention in force to end."),
    )


def hospital_ready(actor: Actor, case: CaseLike) -> Decision:
    """Record that a person in hospital is clinically ready to leave."""
    return first_refusal(
        change(actor, case, Permission.HOSPITAL_READY),
        state(case.in_hospital, "This person is not in hospital."),
    )


def hospital_leave(actor: Actor, case: CaseLike) -> Decision:
    """Record that a person has left hospital."""
    return first_refusal(
        change(actor, case, Permission.HOSPITAL_LEAVE),
        state(case.in_hospital, "This person is not in hospital."),
    )


def cto_record(actor: Actor, case: CaseLike) -> Decision:
    """Record or correct a community treatment order, those of long ago included."""
    return change(actor, case, Permission.CTO_RECORD)


def cto_end(actor: Actor, case: CaseLike) -> Decision:
    """Record the end of the community treatment order in force."""
    return first_refusal(
        change(actor, case, Permission.CTO_END),
        state(case.on_cto, "There is no community treatment order in force."),
    )


def cto_recall(actor: Actor, case: CaseLike) -> Decision:
    """Record that somebody on a community treatment order is recalled to hospital."""
    return first_refusal(
        change(actor, case, Permission.CTO_RECALL),
        state(case.on_cto, "There is no community treatment order in force."),
        state(not case.detained, "This person is held in hospital already."),
    )


def recall_end(actor: Actor, case: CaseLike) -> Decision:
    """Record release from recall."""
    return first_refusal(
        change(actor, case, Permission.CTO_RECALL),
        state(case.detained and case.on_cto, "This person is not recalled to hospital."),
    )


def legal_fact_record(actor: Actor, case: CaseLike, permission: Permission) -> Decision:
    """Record, correct, end or set aside a fact of legal status; each kind has a permission of its own."""
    return change(actor, case, permission)
