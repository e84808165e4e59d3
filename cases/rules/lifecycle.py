"""The lives of a register entry, a request to end aftercare, a transfer and a dispute: what moves each where.

The duty's own episodes are worked out in `duty`; the first table only says what the register may show next.
"""

from __future__ import annotations

from enum import StrEnum

from cases.rules.duty import Duty
from cases.rules.episodes import DutyState, EpisodeEnd
from s117.kernel.events import Event
from s117.kernel.findings import Outcome
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission


class CaseStatus(StrEnum):
    """Where a person's entry in the register stands."""

    TO_CHECK = "to_check"
    PROSPECTIVE = "prospective"
    ACTIVE = "active"
    ENDED = "ended"
    ENDED_DEATH = "ended_death"
    NOT_ENTITLED = "not_entitled"
    ENTERED_IN_ERROR = "entered_in_error"


ENTITLED = (CaseStatus.PROSPECTIVE, CaseStatus.ACTIVE)
MAY_BE_OWED = (CaseStatus.TO_CHECK, *ENTITLED)
"""Where aftercare is, or may be, owed. What is written for the person stops with the duty."""


class CaseAction(StrEnum):
    """What was found about the duty, or done to the entry."""

    FIND_UNCLEAR = "find_unclear"
    FIND_NONE = "find_none"
    FIND_PENDING = "find_pending"
    FIND_ACTIVE = "find_active"
    FIND_ENDED = "find_ended"
    RECORD_DEATH = "record_death"
    UNDO_DEATH = "undo_death"
    STRIKE = "strike"
    RESTORE = "restore"


_S, _A = CaseStatus, CaseAction
_LIVE = (_S.TO_CHECK, _S.PROSPECTIVE, _S.ACTIVE, _S.ENDED, _S.NOT_ENTITLED)
_FOUND = {
    _A.FIND_UNCLEAR: _S.TO_CHECK,
    _A.FIND_NONE: _S.NOT_ENTITLED,
    _A.FIND_PENDING: _S.PROSPECTIVE,
    _A.FIND_ACTIVE: _S.ACTIVE,
    _A.FIND_ENDED: _S.ENDED,
}

# A later fact or a correction may move a living person's entry from any finding to any other: a new
# section 3 makes an ended or active entry prospective (rule A-11), an older paper makes a "not
# entitled" one active (J2). Aftercare in force or ended never goes back to unclear by itself: a doubt
# raises a question beside the entry and the services carry on.
CASE = Lifecycle(
    name="register entry",
    start=frozenset({_S.TO_CHECK}),
    moves={
        **{
            (state, action): target
            for state in _LIVE
            for action, target in _FOUND.items()
            if target is not state
            and not (action is _A.FIND_UNCLEAR and state in (_S.ACTIVE, _S.ENDED, _S.PROSPECTIVE))
        },
        **{(state, _A.RECORD_DEATH): _S.ENDED_DEATH for state in _LIVE},
        (_S.ENDED_DEATH, _A.UNDO_DEATH): _S.TO_CHECK,
        **{(state, _A.STRIKE): _S.ENTERED_IN_ERROR for state in (*_LIVE, _S.ENDED_DEATH)},
        # Undoing a merge takes both entries back to the beginning, and from there to where they stood.
        **{
            (state, _A.RESTORE): _S.TO_CHECK
            for state in (*_LIVE, _S.ENDED_DEATH, _S.ENTERED_IN_ERROR)
            if state is not _S.TO_CHECK
        },
    },
    permissions={
        **dict.fromkeys(_FOUND, Permission.DETENTION_RECORD),
        _A.RECORD_DEATH: Permission.CLIENT_AMEND,
        _A.UNDO_DEATH: Permission.CLIENT_AMEND,
        _A.STRIKE: Permission.CLIENT_MERGE,
        _A.RESTORE: Permission.CLIENT_MERGE,
    },
    events=dict.fromkeys(CaseAction, Event.CASE_STATUS_CHANGED),
)


def way_back(status: CaseStatus) -> CaseAction | None:
    """The action that takes an entry from “to check” to where it stood before; None if it stood there."""
    reached = {_S.ENDED_DEATH: _A.RECORD_DEATH, **{target: action for action, target in _FOUND.items()}}
    return None if status is _S.TO_CHECK else reached[status]


def found(outcome: Outcome[Duty]) -> CaseAction:
    """What a duty answer found, as an action. An answer that needs a person is FIND_UNCLEAR."""
    duty = outcome.value
    if duty is None or outcome.manual_review:
        return CaseAction.FIND_UNCLEAR
    if duty.state is DutyState.ENDED and (
        not duty.episodes or duty.episodes[-1].end_reason is EpisodeEnd.DEATH
    ):
        return CaseAction.RECORD_DEATH
    return _FINDINGS[duty.state]


_FINDINGS = {
    DutyState.NONE: CaseAction.FIND_NONE,
    DutyState.PENDING: CaseAction.FIND_PENDING,
    DutyState.ACTIVE: CaseAction.FIND_ACTIVE,
    DutyState.ENDED: CaseAction.FIND_ENDED,
}


def action_for(status: CaseStatus, outcome: Outcome[Duty]) -> CaseAction | None:
    """The action that brings an entry in line with a duty answer; None when nothing is to change.

    None also when the table does not let that finding move the entry: a doubt about aftercare in
    force raises a question beside the entry, and a death or an error is not undone by a finding.
    """
    action = found(outcome)
    return action if action in CASE.actions_from(status) else None


class EndingStatus(StrEnum):
    """Where a request to end aftercare stands. One that is undone was confirmed by mistake."""

    OPEN = "open"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    UNDONE = "undone"


class EndingAction(StrEnum):
    """What is done with a request. A body that is not satisfied refuses it for both."""

    SIGN = "sign"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    UNDO = "undo"
    SIGN_REINSTATEMENT = "sign_reinstatement"
    REINSTATE = "reinstate"


_ES, _EA = EndingStatus, EndingAction

# Signing leaves the status as it is: one body's signature alone neither ends aftercare nor puts it back.
ENDING = Lifecycle(
    name="request to end aftercare",
    start=frozenset({_ES.OPEN}),
    moves={
        (_ES.OPEN, _EA.SIGN): _ES.OPEN,
        (_ES.OPEN, _EA.REFUSE): _ES.REFUSED,
        (_ES.OPEN, _EA.WITHDRAW): _ES.WITHDRAWN,
        (_ES.OPEN, _EA.CONFIRM): _ES.ENDED,
        (_ES.ENDED, _EA.UNDO): _ES.UNDONE,
        (_ES.ENDED, _EA.SIGN_REINSTATEMENT): _ES.ENDED,
        (_ES.ENDED, _EA.REINSTATE): _ES.REINSTATED,
    },
    permissions={
        _EA.SIGN: Permission.ENDING_SIGN,
        _EA.REFUSE: Permission.ENDING_SIGN,
        _EA.WITHDRAW: Permission.ENDING_WITHDRAW,
        _EA.CONFIRM: Permission.ENDING_CONFIRM,
        _EA.UNDO: Permission.ENDING_UNDO,
        _EA.SIGN_REINSTATEMENT: Permission.ENDING_REINSTATE,
        _EA.REINSTATE: Permission.ENDING_REINSTATE,
    },
    events={
        _EA.SIGN: Event.ENDING_SIGNED,
        _EA.REFUSE: Event.ENDING_REFUSED,
        _EA.WITHDRAW: Event.ENDING_WITHDRAWN,
        _EA.CONFIRM: Event.ENDING_CONFIRMED,
        _EA.UNDO: Event.ENDING_UNDONE,
        _EA.SIGN_REINSTATEMENT: Event.REINSTATEMENT_SIGNED,
        _EA.REINSTATE: Event.AFTERCARE_REINSTATED,
    },
)


class TransferStatus(StrEnum):
    """Where a transfer between areas stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class TransferAction(StrEnum):
    """What is done with a transfer. It is complete when the receiving body has allocated a coordinator.

    It lapses by itself when the person dies or there is no aftercare any more: nothing is left to take over.
    """

    ACCEPT = "accept"
    DECLINE = "decline"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


_TS, _TA = TransferStatus, TransferAction
OPEN_TRANSFER = (_TS.PROPOSED, _TS.ACCEPTED)

TRANSFER = Lifecycle(
    name="transfer",
    start=frozenset({_TS.PROPOSED}),
    moves={
        (_TS.PROPOSED, _TA.ACCEPT): _TS.ACCEPTED,
        (_TS.PROPOSED, _TA.DECLINE): _TS.DECLINED,
        (_TS.ACCEPTED, _TA.COMPLETE): _TS.COMPLETED,
        (_TS.PROPOSED, _TA.WITHDRAW): _TS.WITHDRAWN,
        (_TS.ACCEPTED, _TA.WITHDRAW): _TS.WITHDRAWN,
        (_TS.PROPOSED, _TA.LAPSE): _TS.LAPSED,
        (_TS.ACCEPTED, _TA.LAPSE): _TS.LAPSED,
    },
    permissions={
        _TA.ACCEPT: Permission.TRANSFER_ACCEPT,
        _TA.DECLINE: Permission.TRANSFER_ACCEPT,
        _TA.COMPLETE: Permission.TRANSFER_COMPLETE,
        _TA.WITHDRAW: Permission.TRANSFER_WITHDRAW,
        _TA.LAPSE: Permission.TRANSFER_WITHDRAW,
    },
    events={
        _TA.ACCEPT: Event.TRANSFER_ACCEPTED,
        _TA.DECLINE: Event.TRANSFER_DECLINED,
        _TA.COMPLETE: Event.TRANSFER_COMPLETED,
        _TA.WITHDRAW: Event.TRANSFER_WITHDRAWN,
        _TA.LAPSE: Event.TRANSFER_LAPSED,
    },
)


class DisputeStatus(StrEnum):
    """Where a dispute about responsibility stands (practice 1.3)."""

    RAISED = "raised"
    LOCAL_RESOLUTION = "local_resolution"
    ESCALATED = "escalated"
    REFERRED = "referred"
    DETERMINED = "determined"
    RECHARGED = "recharged"
    CLOSED = "closed"


class DisputeAction(StrEnum):
    """What is done in a dispute. Two parties that agree the same terms settle it themselves."""

    TAKE_STEP = "take_step"
    ESCALATE = "escalate"
    REFER = "refer"
    DETERMINE = "determine"
    AGREE = "agree"
    SETTLE = "settle"
    SET_ASIDE = "set_aside"
    WITHDRAW = "withdraw"
    RECHARGE = "recharge"
    CLOSE = "close"


_DS, _DA = DisputeStatus, DisputeAction
LIVE_DISPUTE = (_DS.RAISED, _DS.LOCAL_RESOLUTION, _DS.ESCALATED, _DS.REFERRED)

# A determination recorded from another person's letter is set aside, and the dispute is where it was before:
# referred. Money follows the determination and may be nothing, so a determined dispute may be closed at once.
DISPUTE = Lifecycle(
    name="dispute",
    start=frozenset({_DS.RAISED}),
    moves={
        (_DS.RAISED, _DA.TAKE_STEP): _DS.LOCAL_RESOLUTION,
        **{(state, _DA.TAKE_STEP): state for state in LIVE_DISPUTE[1:]},
        **{(state, _DA.ESCALATE): _DS.ESCALATED for state in LIVE_DISPUTE[:3]},
        (_DS.LOCAL_RESOLUTION, _DA.REFER): _DS.REFERRED,
        (_DS.ESCALATED, _DA.REFER): _DS.REFERRED,
        (_DS.REFERRED, _DA.DETERMINE): _DS.DETERMINED,
        **{(state, _DA.AGREE): state for state in LIVE_DISPUTE},
        **{(state, _DA.SETTLE): _DS.DETERMINED for state in LIVE_DISPUTE},
        (_DS.DETERMINED, _DA.SET_ASIDE): _DS.REFERRED,
        **{(state, _DA.WITHDRAW): _DS.CLOSED for state in LIVE_DISPUTE},
        (_DS.DETERMINED, _DA.RECHARGE): _DS.RECHARGED,
        (_DS.DETERMINED, _DA.CLOSE): _DS.CLOSED,
        (_DS.RECHARGED, _DA.CLOSE): _DS.CLOSED,
    },
    permissions={
        _DA.TAKE_STEP: Permission.DISPUTE_STEP,
        _DA.ESCALATE: Permission.DISPUTE_STEP,
        _DA.REFER: Permission.DISPUTE_REFER,
        _DA.DETERMINE: Permission.DISPUTE_DETERMINE,
        _DA.AGREE: Permission.DISPUTE_AGREE,
        _DA.SETTLE: Permission.DISPUTE_AGREE,
        _DA.SET_ASIDE: Permission.LETTER_MOVE,
        _DA.WITHDRAW: Permission.DISPUTE_WITHDRAW,
        _DA.RECHARGE: Permission.DISPUTE_RECHARGE,
        _DA.CLOSE: Permission.DISPUTE_CLOSE,
    },
    events={
        _DA.TAKE_STEP: Event.DISPUTE_STEP_RECORDED,
        _DA.ESCALATE: Event.DISPUTE_ESCALATED,
        _DA.REFER: Event.DISPUTE_REFERRED,
        _DA.DETERMINE: Event.DISPUTE_DETERMINED,
        _DA.AGREE: Event.DISPUTE_TERMS_AGREED,
        _DA.SETTLE: Event.DISPUTE_SETTLED,
        _DA.SET_ASIDE: Event.DISPUTE_SET_ASIDE,
        _DA.WITHDRAW: Event.DISPUTE_WITHDRAWN,
        _DA.RECHARGE: Event.DISPUTE_RECHARGED,
        _DA.CLOSE: Event.DISPUTE_CLOSED,
    },
)
