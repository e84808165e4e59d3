"""URLs of the register; full paths, included at the root."""

from django.urls import path

from cases.views import (
    allocation,
    around,
    client,
    confirmation,
    contact,
    cto,
    determination,
    dispute,
    dispute_outcome,
    dispute_work,
    evidence,
    hospital,
    legal_facts,
    legal_status,
    letter,
    merge,
    milestones,
    places,
    questions,
    release,
    responsibility_check,
    rulebook,
    succession,
)

app_name = "cases"

CASE = "cases/<str:ref>/"
DISPUTE = f"{CASE}disputes/<uuid:dispute>/"

urlpatterns = [
    path(
        "who-is-responsible/",
        responsibility_check.ResponsibilityCheck.as_view(),
        name="responsibility_check",
    ),
    path("rulebook/", rulebook.RulebookView.as_view(), name="rulebook_view"),
    path("rulebook/download/", rulebook.RulebookDownload.as_view(), name="rulebook_download"),
    path("search/", client.ClientSearch.as_view(), name="client_search"),
    path("clients/register/", client.ClientRegister.as_view(), name="client_register"),
    path(f"{CASE}details/", client.ClientView.as_view(), name="client_view"),
    path(f"{CASE}details/amend/", client.ClientAmend.as_view(), name="client_amend"),
    path(f"{CASE}merge/", merge.ClientMerge.as_view(), name="client_merge"),
    path(f"{CASE}merges/<uuid:merge>/undo/", merge.ClientMergeUndo.as_view(), name="client_merge_undo"),
    path(f"{CASE}addresses/record/", places.AddressRecord.as_view(), name="address_record"),
    path(f"{CASE}gp/record/", places.GpRecord.as_view(), name="gp_record"),
    path(f"{CASE}legal-status/", legal_status.LegalStatusView.as_view(), name="legal_status_view"),
    path(f"{CASE}detentions/record/", legal_status.DetentionRecord.as_view(), name="detention_record"),
    path(
        f"{CASE}detentions/<uuid:row>/correct/",
        legal_status.DetentionCorrect.as_view(),
        name="detention_correct",
    ),
    path(f"{CASE}detentions/end/", legal_status.DetentionEnd.as_view(), name="detention_end"),
    path(f"{CASE}hospital/ready/", hospital.HospitalReady.as_view(), name="hospital_ready"),
    path(f"{CASE}hospital/leave/", hospital.HospitalLeave.as_view(), name="hospital_leave"),
    path(f"{CASE}cto/record/", cto.CtoRecord.as_view(), name="cto_record"),
    path(f"{CASE}cto/end/", cto.CtoEnd.as_view(), name="cto_end"),
    path(f"{CASE}cto/<uuid:row>/correct/", cto.CtoCorrect.as_view(), name="cto_correct"),
    path(f"{CASE}cto/recall/", cto.CtoRecall.as_view(), name="cto_recall"),
    path(f"{CASE}cto/recalls/<uuid:row>/end/", cto.RecallEnd.as_view(), name="recall_end"),
    path(f"{CASE}stays/record/", legal_facts.StayRecord.as_view(), name="stay_record"),
    path(f"{CASE}stays/<uuid:row>/correct/", legal_facts.StayCorrect.as_view(), name="stay_correct"),
    path(f"{CASE}leave/record/", release.LeaveRecord.as_view(), name="leave_record"),
    path(f"{CASE}leave/<uuid:row>/correct/", release.LeaveCorrect.as_view(), name="leave_correct"),
    path(f"{CASE}leave/<uuid:row>/end/", release.LeaveEnd.as_view(), name="leave_end"),
    path(
        f"{CASE}conditional-discharges/record/",
        release.ConditionalDischargeRecord.as_view(),
        name="conditional_discharge_record",
    ),
    path(
        f"{CASE}conditional-discharges/<uuid:row>/correct/",
        release.ConditionalDischargeCorrect.as_view(),
        name="conditional_discharge_correct",
    ),
    path(
        f"{CASE}conditional-discharges/<uuid:row>/end/",
        release.ConditionalDischargeEnd.as_view(),
        name="conditional_discharge_end",
    ),
    path(f"{CASE}transfers/record/", milestones.HospitalMoveRecord.as_view(), name="hospital_move_record"),
    path(
        f"{CASE}transfers/<uuid:row>/correct/",
        milestones.HospitalMoveCorrect.as_view(),
        name="hospital_move_correct",
    ),
    path(f"{CASE}renewals/record/", milestones.RenewalRecord.as_view(), name="renewal_record"),
    path(f"{CASE}renewals/<uuid:row>/correct/", milestones.RenewalCorrect.as_view(), name="renewal_correct"),
    path(f"{CASE}tribunals/record/", milestones.TribunalRecord.as_view(), name="tribunal_record"),
    path(
        f"{CASE}tribunals/<uuid:row>/correct/", milestones.TribunalCorrect.as_view(), name="tribunal_correct"
    ),
    path(
        f"{CASE}legal-status/<str:kind>/<uuid:row>/set-aside/",
        legal_facts.LegalStatusSetAside.as_view(),
        name="legal_status_set_aside",
    ),
    path(f"{CASE}determinations/", determination.DeterminationView.as_view(), name="determination_view"),
    path(
        f"{CASE}determinations/<str:kind>/answer/",
        determination.DeterminationAnswer.as_view(),
        name="determination_answer",
    ),
    path(
        f"{CASE}determinations/<str:kind>/override/",
        determination.DeterminationOverride.as_view(),
        name="determination_override",
    ),
    path("disputes/", dispute.DisputeList.as_view(), name="dispute_list"),
    path(f"{CASE}disputes/", dispute.CaseDisputes.as_view(), name="case_disputes"),
    path(f"{CASE}disputes/raise/", dispute.DisputeRaise.as_view(), name="dispute_raise"),
    path(DISPUTE, dispute.DisputeView.as_view(), name="dispute_view"),
    path(f"{DISPUTE}bundle/", dispute.DisputeBundle.as_view(), name="dispute_bundle"),
    path(f"{DISPUTE}position/", dispute_work.DisputePosition.as_view(), name="dispute_position"),
    path(f"{DISPUTE}advice/", dispute_work.DisputeAdvice.as_view(), name="dispute_advice"),
    path(f"{DISPUTE}steps/<str:step>/", dispute_work.DisputeStep.as_view(), name="dispute_step"),
    path(f"{DISPUTE}statement/", dispute_work.DisputeStatement.as_view(), name="dispute_statement"),
    path(
        f"{DISPUTE}statement/agree/",
        dispute_work.DisputeStatementAgree.as_view(),
        name="dispute_statement_agree",
    ),
    path(f"{DISPUTE}refer/", dispute_outcome.DisputeRefer.as_view(), name="dispute_refer"),
    path(f"{DISPUTE}determine/", dispute_outcome.DisputeDetermine.as_view(), name="dispute_determine"),
    path(f"{DISPUTE}agree/", dispute_outcome.DisputeAgree.as_view(), name="dispute_agree"),
    path(f"{DISPUTE}withdraw/", dispute_outcome.DisputeWithdraw.as_view(), name="dispute_withdraw"),
    path(f"{DISPUTE}recharge/", dispute_outcome.DisputeRecharge.as_view(), name="dispute_recharge"),
    path(f"{DISPUTE}close/", dispute_outcome.DisputeClose.as_view(), name="dispute_close"),
    path(f"{CASE}letters/record/", letter.LetterRecord.as_view(), name="letter_record"),
    path(f"{CASE}letters/<uuid:letter>/move/", letter.LetterMove.as_view(), name="letter_move"),
    path(f"{CASE}entitlement/", questions.EntitlementView.as_view(), name="entitlement_view"),
    path(
        f"{CASE}determinations/<str:kind>/",
        questions.ResponsibleBodyView.as_view(),
        name="responsible_body_view",
    ),
    path(
        f"{CASE}determinations/<str:kind>/evidence/add/", evidence.EvidenceAdd.as_view(), name="evidence_add"
    ),
    path(
        f"{CASE}legal-status/<str:kind>/<uuid:row>/files/add/",
        evidence.FactFileAdd.as_view(),
        name="fact_file_add",
    ),
    path(f"{CASE}evidence/<uuid:evidence>/", evidence.EvidenceDownload.as_view(), name="evidence_download"),
    path(
        f"{CASE}evidence/<uuid:evidence>/withdraw/",
        evidence.EvidenceWithdraw.as_view(),
        name="evidence_withdraw",
    ),
    path("confirmations/", confirmation.ConfirmationList.as_view(), name="confirmation_list"),
    path("confirmations/record/", confirmation.ConfirmationsRecord.as_view(), name="confirmations_record"),
    path(
        f"{CASE}confirmation/record/", confirmation.ConfirmationRecord.as_view(), name="confirmation_record"
    ),
    path("mergers/", succession.SuccessionView.as_view(), name="succession_view"),
    path("mergers/apply/", succession.SuccessionApply.as_view(), name="succession_apply"),
    path("mergers/runs/<uuid:run>/", succession.SuccessionRun.as_view(), name="succession_run"),
    path(
        f"{CASE}determinations/<str:kind>/successor/",
        succession.SuccessorChoose.as_view(),
        name="successor_choose",
    ),
    path(f"{CASE}allocation/make/", allocation.AllocationMake.as_view(), name="allocation_make"),
    path(f"{CASE}people/", around.PeopleView.as_view(), name="people_view"),
    path(f"{CASE}people/<str:group>/add/", around.PeopleAdd.as_view(), name="people_add"),
    path(f"{CASE}people/<str:group>/<uuid:entry>/amend/", around.PeopleAmend.as_view(), name="people_amend"),
    path(f"{CASE}people/<str:group>/<uuid:entry>/end/", around.PeopleEnd.as_view(), name="people_end"),
    path(f"{CASE}communication/amend/", client.CommunicationAmend.as_view(), name="communication_amend"),
    path(f"{CASE}circumstances/amend/", client.CircumstancesAmend.as_view(), name="circumstances_amend"),
    path(
        f"{CASE}addresses/<uuid:address>/restrict/", places.AddressRestrict.as_view(), name="address_restrict"
    ),
    path(f"{CASE}contacts/", contact.ContactView.as_view(), name="contact_view"),
    path(f"{CASE}contacts/record/", contact.ContactRecord.as_view(), name="contact_record"),
    path(f"{CASE}contacts/<uuid:entry>/correct/", contact.ContactCorrect.as_view(), name="contact_correct"),
]
