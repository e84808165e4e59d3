"""Who may do what to a case now: role, state of the case and relation of the actor to it.

Row scope is not here: a case reaches a policy only through `queries.visible_to`. Policies take anything
with the attributes of `CaseLike`; the header that queries give is one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from cases.policies.base import CaseLike as CaseLike
from cases.policies.base import change as _change
from cases.policies.base import state as _state
from cases.policies.legal_status import cto_end as cto_end
from cases.policies.legal_status import cto_recall as cto_recall
from cases.policies.legal_status import cto_record as cto_record
from cases.policies.legal_status import detention_end as detention_end
from cases.policies.legal_status import detention_record as detention_record
from cases.policies.legal_status import hospital_leave as hospital_leave
from cases.policies.legal_status import hospital_ready as hospital_ready
from cases.policies.legal_status import legal_fact_record as legal_fact_record
from cases.policies.legal_status import legal_status_view as legal_status_view
from cases.policies.legal_status import recall_end as recall_end
from cases.policies.people import address_restrict as address_restrict
from cases.policies.people import contact_correct as contact_correct
from cases.policies.people import contact_record as contact_record
from cases.policies.people import contact_view as contact_view
from cases.policies.people import people_record as people_record
from cases.policies.people import people_view as people_view
from cases.policies.people import restricted_view as restricted_view
from cases.rules.answers import Firmness
from cases.rules.lifecycle import CaseStatus, EndingStatus
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission


class DeterminationLike(Protocol):
    """What the decisions need of a determination."""

    @property
    def kind(self) -> str: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def body_id(self) -> UUID | None: ...
    @property
    def firmness(self) -> str: ...


class SignedLike(Protocol):
    """What the decisions need of a body's decision on ending aftercare or putting it back."""

    @property
    def side(self) -> str: ...
    @property
    def satisfied(self) -> bool: ...
    @property
    def decided_by_id(self) -> UUID | None: ...


class EndingLike(Protocol):
    """What the decisions need of a request to end aftercare."""

    @property
    def status(self) -> str: ...
    @property
    def requested_by_id(self) -> UUID | None: ...


class ResponsibleLike(CaseLike, Protocol):
    """A case with its two responsible bodies."""

    @property
    def council_id(self) -> UUID | None: ...
    @property
    def nhs_body_id(self) -> UUID | None: ...


# The kind of body that may decide each question against the proposal: never one side for the other.
DECIDED_BY = {"council": ("council",), "nhs_body": ("icb", "lhb"), "entitlement": ("council", "icb", "lhb")}


def client_register(actor: Actor) -> Decision:
    """Put a person on the register."""
    return actor.holds(Permission.CLIENT_REGISTER)


def client_amend(actor: Actor, case: CaseLike) -> Decision:
    """Change a person's details."""
    return _change(actor, case, Permission.CLIENT_AMEND)


def client_merge(actor: Actor, case: CaseLike) -> Decision:
    """Merge another entry of the same person into this one, or undo that."""
    return _change(actor, case, Permission.CLIENT_MERGE)


def address_record(actor: Actor, case: CaseLike) -> Decision:
    """Record where a person lived."""
    return _change(actor, case, Permission.ADDRESS_RECORD)


def gp_record(actor: Actor, case: CaseLike) -> Decision:
    """Record a GP registration."""
    return _change(actor, case, Permission.GP_RECORD)


def determination_view(actor: Actor) -> Decision:
    """See who is responsible and why."""
    return actor.holds(Permission.DETERMINATION_VIEW)


def determination_answer(actor: Actor, case: CaseLike, determination: DeterminationLike) -> Decision:
    """Answer for one's own body, on the determination that names it. Nobody signs for another body."""
    return first_refusal(
        _change(actor, case, Permission.DETERMINATION_ANSWER),
        _state(determination.is_current, "This proposal has been replaced by a newer one."),
        _state(
            determination.kind != "entitlement" and determination.firmness != Firmness.OPEN,
            "The rules leave this open. A decision maker must decide it first.",
        ),
        _state(
            determination.body_id is not None and determination.body_id in actor.organisation_ids,
            "Only the body that is named can answer. You cannot sign for another body.",
        ),
    )


def determination_override(actor: Actor, case: CaseLike, kind: str, *, ruled: bool) -> Decision:
    """Decide a question against, or in place of, the proposal; only one's own side of the duty.

    `ruled` says that the outcome of a dispute stands: it binds the parties, so that no body alone undoes it
    (rule X-6).
    """
    return first_refusal(
        _change(actor, case, Permission.DETERMINATION_OVERRIDE),
        _state(
            actor.organisation_kind in DECIDED_BY[kind],
            "A council decides about councils, an NHS body about NHS bodies. Ask the other body to decide.",
        ),
        _state(
            not ruled,
            "This was settled in a dispute, which binds the parties. Have the outcome reviewed, or raise "
            "another dispute. A further qualifying detention asks the question afresh.",
        ),
    )


def evidence_add(actor: Actor, case: CaseLike) -> Decision:
    """Add a file that a question of responsibility rests on."""
    return _change(actor, case, Permission.EVIDENCE_ADD)


def fact_file_add(actor: Actor, case: CaseLike) -> Decision:
    """Add detention papers or another file to a fact of legal status, for those who may read it."""
    return first_refusal(actor.holds(Permission.LEGAL_STATUS_VIEW), evidence_add(actor, case))


def evidence_download(actor: Actor, *, of_legal_status: bool) -> Decision:
    """Open a file. One of legal status is for those who may read legal status, so not for finance."""
    needed = Permission.LEGAL_STATUS_VIEW if of_legal_status else Permission.DETERMINATION_VIEW
    return actor.holds(needed)


def evidence_withdraw(actor: Actor, case: CaseLike, added_by: UUID) -> Decision:
    """Take back a file that one's own organisation added."""
    return first_refusal(
        _change(actor, case, Permission.EVIDENCE_WITHDRAW),
        _state(
            added_by in actor.organisation_ids, "Only the organisation that added a file can withdraw it."
        ),
    )


def confirmation_record(actor: Actor, case: CaseLike, determination: DeterminationLike | None) -> Decision:
    """Confirm an entry for one's own body, which `determination`, of its side, names. Never for the other."""
    named = None
    if determination is not None and determination.firmness != Firmness.OPEN:
        named = determination.body_id
    return first_refusal(
        _change(actor, case, Permission.CONFIRMATION_RECORD),
        _state(
            case.status == CaseStatus.ACTIVE,
            "Only an entry whose aftercare is running is confirmed each year.",
        ),
        _state(
            named is not None and named in actor.organisation_ids,
            "Each responsible body confirms for itself. Your organisation is not named as responsible here.",
        ),
    )


def allocation_make(actor: Actor, case: CaseLike) -> Decision:
    """Allocate a coordinator: a case that is with one of the manager's teams, or with none."""
    return first_refusal(
        _change(actor, case, Permission.ALLOCATION_MAKE),
        _state(
            case.team_id is None or case.team_id in actor.team_ids,
            "This person is with another team. Ask its manager.",
        ),
    )


def allocation_to(actor: Actor, team_id: UUID) -> Decision:
    """Allocate to a team: one of the manager's own."""
    return _state(team_id in actor.team_ids, "You can allocate within your own teams only.")


def ending_view(actor: Actor) -> Decision:
    """See how aftercare is being ended, or was."""
    return actor.holds(Permission.ENDING_VIEW)


def ending_request(actor: Actor, case: CaseLike, last: EndingLike | None) -> Decision:
    """Ask to end aftercare that is running, one request at a time."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_REQUEST),
        _state(case.status == CaseStatus.ACTIVE, "There is no aftercare in force to end."),
        _state(
            last is None or last.status != EndingStatus.OPEN, "A request to end aftercare is open already."
        ),
    )


def ending_withdraw(actor: Actor, case: CaseLike, ending: EndingLike) -> Decision:
    """Withdraw a request before aftercare has ended."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_WITHDRAW),
        _state(ending.status == EndingStatus.OPEN, "This request is closed."),
    )


def own_side(actor: Actor, case: ResponsibleLike) -> str:
    """Which responsible body the actor is of: council, nhs_body, or '' for neither."""
    if case.council_id is not None and case.council_id in actor.organisation_ids:
        return "council"
    return "nhs_body" if case.nhs_body_id is not None and case.nhs_body_id in actor.organisation_ids else ""


def ending_sign(
    actor: Actor, case: ResponsibleLike, ending: EndingLike, signed: Collection[SignedLike]
) -> Decision:
    """Decide for one's own body. Nobody signs for another body, twice, or on their own request."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_SIGN),
        _state(ending.status == EndingStatus.OPEN, "This request is closed."),
        _state(case.status == CaseStatus.ACTIVE, "There is no aftercare in force to end."),
        _signatory(actor, case, signed),
        _state(
            ending.requested_by_id != actor.id, "You asked for the ending, so somebody else must decide it."
        ),
    )


def ending_confirm(
    actor: Actor, case: CaseLike, ending: EndingLike, signed: Collection[SignedLike]
) -> Decision:
    """Confirm that aftercare has ended, once both bodies are satisfied (rule E-1)."""
    agreed = {row.side for row in signed if row.satisfied}
    return first_refusal(
        _change(actor, case, Permission.ENDING_CONFIRM),
        _state(ending.status == EndingStatus.OPEN, "This request is closed."),
        _state(case.status == CaseStatus.ACTIVE, "There is no aftercare in force to end."),
        _state(
            agreed == {"council", "nhs_body"},
            "Both bodies must decide that aftercare is no longer needed. Services continue meanwhile.",
        ),
    )


def ending_service_move(actor: Actor, case: CaseLike, ending: EndingLike) -> Decision:
    """Say what becomes of a service that runs on, while the ending is being decided."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_SERVICE_MOVE),
        _state(ending.status == EndingStatus.OPEN, "This request is closed."),
    )


def ending_undo(actor: Actor, case: CaseLike, ending: EndingLike) -> Decision:
    """Undo an ending that was confirmed by mistake. One person may: that brings the duty back."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_UNDO),
        _state(
            ending.status == EndingStatus.ENDED and case.status == CaseStatus.ENDED,
            "Only an ending that stands can be undone.",
        ),
    )


def ending_reinstate(
    actor: Actor, case: ResponsibleLike, ending: EndingLike, signed: Collection[SignedLike]
) -> Decision:
    """Decide for one's own body that aftercare is put back (rule E-8)."""
    return first_refusal(
        _change(actor, case, Permission.ENDING_REINSTATE),
        _state(
            ending.status == EndingStatus.ENDED and case.status == CaseStatus.ENDED,
            "Only aftercare that both bodies have ended can be put back.",
        ),
        _signatory(actor, case, signed),
    )


def _signatory(actor: Actor, case: ResponsibleLike, signed: Collection[SignedLike]) -> Decision:
    side = own_side(actor, case)
    return first_refusal(
        _state(
            side != "", "Only the responsible council and NHS body decide. You cannot sign for another body."
        ),
        _state(side not in {row.side for row in signed}, "Your organisation has decided already."),
        _state(
            actor.id not in {row.decided_by_id for row in signed},
            "You have signed already for the other body.",
        ),
    )
