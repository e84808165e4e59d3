"""Who may see and change the people around a person, restricted addresses and the contact log."""

from __future__ import annotations

from cases.policies.base import CaseLike, change, not_an_error, state, still_with_them
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, first_refusal
from s117.kernel.permissions import Permission


def people_view(actor: Actor) -> Decision:
    """See the people around a person, what they need to be told things, and with whom they share."""
    return actor.holds(Permission.PEOPLE_VIEW)


def people_record(actor: Actor, case: CaseLike) -> Decision:
    """Record, correct or end an entry about somebody around the person."""
    return change(actor, case, Permission.PEOPLE_RECORD)


def address_restrict(actor: Actor, case: CaseLike) -> Decision:
    """Keep an address from others, or stop keeping it."""
    return change(actor, case, Permission.ADDRESS_RESTRICT)


def restricted_view(actor: Actor) -> Decision:
    """Read an address or a contact note that is kept from others."""
    return actor.holds(Permission.RESTRICTED_VIEW)


def contact_view(actor: Actor) -> Decision:
    """Read contact notes."""
    return actor.holds(Permission.CONTACT_VIEW)


def contact_record(actor: Actor, case: CaseLike) -> Decision:
    """Record a contact with or about a person: the whole team's, not the coordinator's alone.

    Whoever answers the telephone on a day of leave must be able to write it down, and nobody else's words
    are changed by it. All other writing is the coordinator's or the manager's (practice 6.1).
    """
    return first_refusal(
        actor.holds(Permission.CONTACT_RECORD), not_an_error(case), still_with_them(actor, case)
    )


def contact_correct(actor: Actor, case: CaseLike, *, corrected: bool, restricted: bool) -> Decision:
    """Put a contact right by a further entry: the team, as for recording one; once each;
    a restricted one only by those who may read it."""
    return first_refusal(
        actor.holds(Permission.CONTACT_CORRECT),
        not_an_error(case),
        still_with_them(actor, case),
        restricted_view(actor) if restricted else ALLOW,
        state(not corrected, "This contact has been corrected already. Correct the entry that replaced it."),
    )
