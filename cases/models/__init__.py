"""The rows of the register. Columns, constraints and words only; services write them."""

from cases.models.around import (
    AROUND,
    Advocate,
    AroundRow,
    Authority,
    NearestRelative,
    Professional,
    Relation,
    SafeguardingConcern,
    SharingConsent,
)
from cases.models.client import Address, Client, GpRegistration
from cases.models.confirmation import RegisterConfirmation
from cases.models.contact import ContactLog
from cases.models.dispute import (
    DeterminationLetter,
    Dispute,
    DisputeAdvice,
    DisputeAgreement,
    DisputeOutcome,
    DisputeParty,
    DisputeReferral,
    DisputeStatement,
    DisputeStep,
    LetterMove,
)
from cases.models.ending import (
    EndingDecision,
    EndingNeed,
    EndingNotice,
    EndingRequest,
    EndingServiceMove,
)
from cases.models.evidence import Evidence
from cases.models.legal_events import ConditionalDischarge, HospitalMove, Leave, Renewal, Tribunal
from cases.models.legal_status import CommunityTreatmentOrder, Detention, HospitalStay
from cases.models.merge import Merge, MergedFact
from cases.models.participation import Allocation, Participation
from cases.models.register import Case, CaseStatusChange, DutyEpisode
from cases.models.responsibility import BodyDecision, Determination
from cases.models.status_fact import FactKind, StatusFact
from cases.models.succession import BodyMove, SuccessionRun, SuccessionStep
from cases.models.transfer import Transfer

__all__ = [
    "AROUND",
    "Address",
    "Advocate",
    "Allocation",
    "AroundRow",
    "Authority",
    "BodyDecision",
    "BodyMove",
    "Case",
    "CaseStatusChange",
    "Client",
    "CommunityTreatmentOrder",
    "ConditionalDischarge",
    "ContactLog",
    "Detention",
    "Determination",
    "DeterminationLetter",
    "Dispute",
    "DisputeAdvice",
    "DisputeAgreement",
    "DisputeOutcome",
    "DisputeParty",
    "DisputeReferral",
    "DisputeStatement",
    "DisputeStep",
    "DutyEpisode",
    "EndingDecision",
    "EndingNeed",
    "EndingNotice",
    "EndingRequest",
    "EndingServiceMove",
    "Evidence",
    "FactKind",
    "GpRegistration",
    "HospitalMove",
    "HospitalStay",
    "Leave",
    "LetterMove",
    "Merge",
    "MergedFact",
    "NearestRelative",
    "Participation",
    "Professional",
    "RegisterConfirmation",
    "Relation",
    "Renewal",
    "SafeguardingConcern",
    "SharingConsent",
    "StatusFact",
    "SuccessionRun",
    "SuccessionStep",
    "Transfer",
    "Tribunal",
]
