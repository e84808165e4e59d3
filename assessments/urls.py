"""URLs of the app; full paths, included at the root."""

from django.urls import path

from assessments.views import assessment, meeting, move, need, section

app_name = "assessments"

MEETINGS = "cases/<str:ref>/meetings/"
ASSESSMENTS = "cases/<str:ref>/assessments/"
ONE = f"{ASSESSMENTS}<int:number>/"

urlpatterns = [
    path(MEETINGS, meeting.MeetingList.as_view(), name="meeting_list"),
    path(f"{MEETINGS}record/", meeting.MeetingRecord.as_view(), name="meeting_record"),
    path(f"{MEETINGS}<int:number>/", meeting.MeetingView.as_view(), name="meeting_view"),
    path(
        f"{MEETINGS}<int:number>/<slug:section>/amend/", meeting.MeetingAmend.as_view(), name="meeting_amend"
    ),
    path(ASSESSMENTS, assessment.AssessmentList.as_view(), name="assessment_list"),
    path(f"{ASSESSMENTS}start/", assessment.AssessmentStart.as_view(), name="assessment_start"),
    path(ONE, assessment.AssessmentView.as_view(), name="assessment_view"),
    path(f"{ONE}changes/", assessment.AssessmentCompare.as_view(), name="assessment_compare"),
    path(f"{ONE}edit/", assessment.AssessmentEdit.as_view(), name="assessment_edit"),
    path(f"{ONE}submit/", move.AssessmentSubmit.as_view(), name="assessment_submit"),
    path(f"{ONE}return/", move.AssessmentReturn.as_view(), name="assessment_return"),
    path(f"{ONE}sign-off/", move.AssessmentSignOff.as_view(), name="assessment_sign_off"),
    path(f"{ONE}sections/<slug:section>/edit/", section.SectionEdit.as_view(), name="section_edit"),
    path(f"{ONE}domains/<slug:domain>/edit/", section.DomainEdit.as_view(), name="domain_edit"),
    path(f"{ONE}domains/<slug:domain>/needs/add/", need.NeedAdd.as_view(), name="need_add"),
    path(f"{ONE}needs/<int:need>/edit/", need.NeedEdit.as_view(), name="need_edit"),
    path(f"{ONE}needs/<int:need>/withdraw/", need.NeedWithdraw.as_view(), name="need_withdraw"),
]
