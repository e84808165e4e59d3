"""People whose aftercare is being ended, has ended, or was put back: told to the last step of their story."""

from __future__ import annotations

from datetime import timedelta

from cases.rules.ending_checks import Ground
from cases.services import endings
from funding.queries import lines_of
from funding.services import packages
from s117.demo.register import Ends
from s117.demo.story import Story, moment
from s117.demo.world import FINANCE_OF, NHS_BODY_OF, SIGNATORY_OF
from s117.journeys import end_aftercare

# Days after the review at which each step is taken.
COUNCIL_SIGNS, NHS_SIGNS, SERVICES_END, ENDS = 5, 9, 14, 16
TITLES = {"council": "Head of mental health social care", "nhs": "Associate director of nursing"}


def end(story: Story) -> None:
    """Tell the ending, as far as the person's story has one."""
    entry = story.entry
    if entry.ends is Ends.NOT:
        return
    _request(story)
    _sign(story, SIGNATORY_OF[entry.council], COUNCIL_SIGNS, TITLES["council"])
    if entry.ends is Ends.WAITING:
        return
    _sign(story, SIGNATORY_OF[NHS_BODY_OF[entry.council]], NHS_SIGNS, TITLES["nhs"])
    _clear_services(story)
    _confirm(story)
    if entry.ends is Ends.PUT_BACK:
        _put_back(story)


def _request(story: Story) -> None:
    day = story.entry.day(story.entry.ending_reviewed, story.today)
    reviewed = endings.EndingInput(
        reviewed_on=day,
        person_invited="took_part",
        grounds=[Ground.NEED_GONE, Ground.SETTLED],
        needs=[
            (title, "Has managed this alone for a year, and plans for what to do if it gets harder.")
            for title in end_aftercare.earlier_needs(story.case_id)
        ],
        person_view="I am grateful and I am ready. I want to know who to call if it goes wrong.",
        person_agrees="yes",
        carer_view="My sister agrees and will keep an eye out.",
        rc_name="Dr Sam Rahman",
        rc_opinion="In remission for two years. Relapse is not likely without aftercare.",
        rc_opinion_on=day,
        coordinator_name=story.coordinator.name,
        coordinator_opinion="The needs are met by the person’s own life now. Services were stepped down.",
        coordinator_opinion_on=day,
        panel_minute="",
        step_down="Visits spaced out to every six weeks over half a year.",
        other_care="free",
        other_care_details="The GP goes on prescribing and sees the person every three months.",
        charge_told_on=None,
        complaint_information_on=day,
        come_back="Call the community team on the number in the crisis plan. Aftercare can be put back.",
    )
    endings.request_ending(
        actor=story.coordinator, at=moment(day, 16), case_id=story.case_id, ending=reviewed
    )


def _sign(story: Story, username: str, days: int, title: str) -> None:
    day = story.entry.day(story.entry.ending_reviewed, story.today) + timedelta(days=days)
    endings.sign_ending(
        actor=story.world.actor(username, story.today),
        at=moment(day, 11),
        case_id=story.case_id,
        satisfied=True,
        reasons="The review shows that no need remains which arises from the mental disorder.",
        decided_on=day,
        title=title,
    )


def _clear_services(story: Story) -> None:
    """Finance ends what is funded; the coordinator says what becomes of the rest."""
    day = story.entry.day(story.entry.ending_reviewed, story.today) + timedelta(days=SERVICES_END)
    lowe = story.world.actor(FINANCE_OF[story.entry.council], story.today)
    for line in lines_of(story.case_id):
        packages.end_line(
            actor=lowe, at=moment(day, 12), line_id=line.id, ends_on=day, reason="Aftercare is ending"
        )
    for service in end_aftercare.live_services(story.case_id):
        if service.ends_on is None and service.key is not None:
            end_aftercare.move_service(
                actor=story.coordinator,
                at=moment(day, 14),
                case_id=story.case_id,
                service_key=service.key,
                goes_on="free",
                told_on=day,
                details="The community team goes on seeing the person as any other patient.",
            )


def _confirm(story: Story) -> None:
    day = story.entry.day(story.entry.ending_reviewed, story.today) + timedelta(days=ENDS)
    end_aftercare.confirm_ending(
        actor=story.manager,
        at=moment(day, 15),
        case_id=story.case_id,
        effective_on=day,
        notice_on=day,
        notice_form="letter",
        notice_joint=True,
        recipients="The GP, the person’s sister and the community team.",
    )


def _put_back(story: Story) -> None:
    day = story.entry.day(story.entry.put_back, story.today)
    council = SIGNATORY_OF[story.entry.council]
    nhs = SIGNATORY_OF[NHS_BODY_OF[story.entry.council]]
    for username, title in ((council, TITLES["council"]), (nhs, TITLES["nhs"])):
        endings.sign_reinstatement(
            actor=story.world.actor(username, story.today),
            at=moment(day, 16),
            case_id=story.case_id,
            reasons="Sleeping little, off medication and not answering. Aftercare prevents relapse.",
            effective_on=day,
            decided_on=day,
            title=title,
        )
