"""URLs of the app; full paths, included at the root."""

from django.urls import path

from careplans.views import (
    agreement,
    batch,
    calendar,
    cost,
    document,
    letter,
    notice,
    part,
    plan,
    received,
    review,
    review_record,
    section,
    section_list,
    service,
    step,
)

app_name = "careplans"

PLANS = "cases/<str:ref>/plans/"
ONE = f"{PLANS}<int:number>/"
DOCUMENT = "cases/<str:ref>/documents/<uuid:document>/"
LETTERS = "cases/<str:ref>/letters/"
REVIEWS = "cases/<str:ref>/reviews/"
REVIEW = f"{REVIEWS}<uuid:review>/"

urlpatterns = [
    path(PLANS, plan.PlanList.as_view(), name="plan_list"),
    path(f"{PLANS}start/", plan.PlanDraft.as_view(), name="plan_draft"),
    path(f"{PLANS}compare/", plan.PlanCompare.as_view(), name="plan_compare"),
    path(ONE, plan.PlanView.as_view(), name="plan_view"),
    path(f"{ONE}edit/", plan.PlanEdit.as_view(), name="plan_edit"),
    path(f"{ONE}submit/", step.PlanSubmit.as_view(), name="plan_submit"),
    path(f"{ONE}return/", step.PlanReturn.as_view(), name="plan_return"),
    path(f"{ONE}publish/", step.PlanPublish.as_view(), name="plan_publish"),
    path(f"{ONE}sections/<slug:section>/edit/", section.SectionEdit.as_view(), name="section_edit"),
    path(f"{ONE}goals/", section_list.GoalList.as_view(), name="goal_list"),
    path(f"{ONE}goals/add/", part.GoalAdd.as_view(), name="goal_add"),
    path(f"{ONE}goals/<uuid:part>/edit/", part.GoalEdit.as_view(), name="goal_edit"),
    path(f"{ONE}goals/<uuid:part>/remove/", agreement.GoalRemove.as_view(), name="goal_remove"),
    path(f"{ONE}services/", section_list.ServiceList.as_view(), name="service_list"),
    path(f"{ONE}services/add/", service.ServiceAdd.as_view(), name="service_add"),
    path(f"{ONE}services/<uuid:part>/edit/", service.ServiceEdit.as_view(), name="service_edit"),
    path(f"{ONE}services/<uuid:part>/remove/", agreement.ServiceRemove.as_view(), name="service_remove"),
    path(f"{ONE}needs/<uuid:need>/answer/", service.NeedAnswer.as_view(), name="need_answer"),
    path(f"{ONE}accommodation/", section_list.CostList.as_view(), name="cost_list"),
    path(f"{ONE}accommodation/costs/add/", cost.CostAdd.as_view(), name="cost_add"),
    path(f"{ONE}accommodation/costs/<uuid:part>/edit/", cost.CostEdit.as_view(), name="cost_edit"),
    path(f"{ONE}accommodation/costs/<uuid:part>/remove/", cost.CostRemove.as_view(), name="cost_remove"),
    path(f"{ONE}contacts/", section_list.ContactList.as_view(), name="contact_list"),
    path(f"{ONE}contacts/add/", part.ContactAdd.as_view(), name="contact_add"),
    path(f"{ONE}contacts/<uuid:part>/edit/", part.ContactEdit.as_view(), name="contact_edit"),
    path(f"{ONE}contacts/<uuid:part>/remove/", agreement.ContactRemove.as_view(), name="contact_remove"),
    path(f"{ONE}agreement/", section_list.AgreementList.as_view(), name="agreement_list"),
    path(
        f"{ONE}agreement/<slug:party>/record/", agreement.AgreementRecord.as_view(), name="agreement_record"
    ),
    path(f"{ONE}copies/", section_list.RecipientList.as_view(), name="recipient_list"),
    path(f"{ONE}copies/add/", agreement.RecipientAdd.as_view(), name="recipient_add"),
    path(f"{ONE}copies/<uuid:part>/edit/", agreement.RecipientEdit.as_view(), name="recipient_edit"),
    path(f"{ONE}copies/<uuid:part>/remove/", agreement.RecipientRemove.as_view(), name="recipient_remove"),
    path(f"{ONE}copies/<uuid:part>/send/", agreement.CopySend.as_view(), name="copy_send"),
    path(f"{ONE}documents/request/", document.DocumentRequest.as_view(), name="document_request"),
    path(DOCUMENT, document.DocumentView.as_view(), name="document_view"),
    path(f"{DOCUMENT}download/", document.DocumentDownload.as_view(), name="document_download"),
    path(f"{DOCUMENT}retry/", document.DocumentRetry.as_view(), name="document_retry"),
    path("batches/", batch.BatchList.as_view(), name="batch_list"),
    path("batches/request/", batch.BatchRequest.as_view(), name="batch_request"),
    path("batches/<uuid:batch>/", batch.BatchView.as_view(), name="batch_view"),
    path("batches/<uuid:batch>/download/", batch.BatchDownload.as_view(), name="batch_download"),
    path(LETTERS, letter.LetterList.as_view(), name="letter_list"),
    path(f"{LETTERS}<slug:paper>/<uuid:about>/write/", letter.LetterWrite.as_view(), name="letter_write"),
    path(f"{LETTERS}received/add/", received.ReceivedAdd.as_view(), name="received_add"),
    path(f"{LETTERS}received/<uuid:letter>/", received.ReceivedDownload.as_view(), name="received_download"),
    path(
        f"{LETTERS}received/<uuid:letter>/withdraw/",
        received.ReceivedWithdraw.as_view(),
        name="received_withdraw",
    ),
    path(REVIEWS, review.ReviewList.as_view(), name="review_list"),
    path(f"{REVIEWS}open/", review.ReviewOpen.as_view(), name="review_open"),
    path(REVIEW, review_record.ReviewView.as_view(), name="review_view"),
    path(f"{REVIEW}book/", review.ReviewBook.as_view(), name="review_book"),
    path(f"{REVIEW}not-held/", review.ReviewMiss.as_view(), name="review_miss"),
    path(f"{REVIEW}record/", review_record.ReviewRecord.as_view(), name="review_record"),
    path(f"{REVIEW}sign-off/", review_record.ReviewSignOff.as_view(), name="review_sign_off"),
    path("calendar/issue/", calendar.CalendarIssue.as_view(), name="calendar_issue"),
    path("calendar/revoke/", calendar.CalendarRevoke.as_view(), name="calendar_revoke"),
    path("calendar/<str:secret>.ics", calendar.CalendarView.as_view(), name="calendar_view"),
    path("notices/clear/", notice.NoticeClear.as_view(), name="notice_clear"),
    path("notices/settings/", notice.NoticeSettings.as_view(), name="notice_settings"),
    path("notices/", notice.NoticeList.as_view(), name="notice_list"),
    path("notices/<uuid:notice>/read/", notice.NoticeRead.as_view(), name="notice_read"),
]
