"""Every date on which the law changes, in one table, and the settings that are not settled law.

Nothing else in the rules holds a date of law. Provisions that are enacted but not commenced have no
date here: they are passed in as configuration (`Law`) and are never assumed to be in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from s117.kernel.periods import Period

VERSION = "2026.1"


class Nation(StrEnum):
    """The nation a place lies in. ELSEWHERE is anywhere outside the United Kingdom."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ELSEWHERE = "elsewhere"


class Stance(StrEnum):
    """What a deployment does where the authorities divide. MANUAL sends the question to a person."""

    MANUAL = "manual"
    YES = "yes"
    NO = "no"


class DeemingKey(StrEnum):
    """The event that must fall on or after commencement of section 46(3) for deeming to apply."""

    DETENTION_START = "detention_start"
    LEAVING_HOSPITAL = "leaving_hospital"
    OPEN_EPISODES = "open_episodes"


SECTION_117_BEGINS = date(1983, 9, 30)
SECTION_45A_BEGINS = date(1997, 10, 1)
GP_LED_RULE_BEGINS = date(2013, 4, 1)
ORDINARY_RESIDENCE_BEGINS = date(2015, 4, 1)
GP_LED_RULE_ENDS = date(2016, 4, 1)
PAYER_SPLIT_BEGINS = date(2020, 9, 1)
ORIGINATING_ICB_BEGINS = date(2022, 7, 1)
LIBERTY_CONDITIONS_BEGIN = date(2026, 2, 18)
REJECTED_REASONING = Period(date(2020, 6, 24), date(2023, 8, 10))


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One regime: which question it answers, the days it is in force and what it says."""

    id: str
    question: str
    in_force: Period
    words: str


RULESETS: tuple[Ruleset, ...] = (
    Ruleset(
        "L-0",
        "council",
        Period(SECTION_117_BEGINS, ORDINARY_RESIDENCE_BEGINS),
        "the council for the area where the person was resident before detention",
    ),
    Ruleset(
        "L-1",
        "council",
        Period(ORDINARY_RESIDENCE_BEGINS),
        "the council for the area where the person was ordinarily resident before detention",
    ),
    Ruleset(
        "N-0",
        "nhs_body",
        Period(SECTION_117_BEGINS, GP_LED_RULE_BEGINS),
        "the primary care trust for the area of residence before detention",
    ),
    Ruleset(
        "N-1",
        "nhs_body",
        Period(GP_LED_RULE_BEGINS, GP_LED_RULE_ENDS),
        "the clinical commissioning group of the GP practice, moving with registration",
    ),
    Ruleset(
        "N-3",
        "nhs_body",
        Period(GP_LED_RULE_ENDS, PAYER_SPLIT_BEGINS),
        "the clinical commissioning group for the area of ordinary residence before detention",
    ),
    Ruleset(
        "N-4",
        "nhs_body",
        Period(PAYER_SPLIT_BEGINS, ORIGINATING_ICB_BEGINS),
        "commissioner by ordinary residence, payer by the GP practice before the first detention",
    ),
    Ruleset(
        "N-5",
        "nhs_body",
        Period(ORIGINATING_ICB_BEGINS),
        "the integrated care board with core responsibility when the application was made",
    ),
)


@dataclass(frozen=True, slots=True)
class Law:
    """What a deployment is told about the law: dates not yet appointed and stances on contested points.

    The defaults are the position of 21 November 2026: nothing uncommenced is in force, and every
    contested point goes to a person.
    """

    joint_notice_in_england_from: date | None = None
    joint_notice_in_wales_from: date | None = None
    nominated_person_from: date | None = None
    deeming_in_england_from: date | None = None
    deeming_in_wales_from: date | None = None
    deeming_key: DeemingKey = DeemingKey.DETENTION_START
    cto_revocation_refixes_council: Stance = Stance.MANUAL
    discharge_recall_refixes_council: Stance = Stance.MANUAL
    imprisonment_ends_duty: Stance = Stance.MANUAL
    dispute_referral_months: int = 4
    determination_review_months: int = 3

    def joint_notice_from(self, nation: Nation) -> date | None:
        """The day from which ending needs joint written notice (MHA 2025 s46(2)), or None."""
        return (
            self.joint_notice_in_wales_from if nation is Nation.WALES else self.joint_notice_in_england_from
        )

    def deeming_from(self, nation: Nation) -> date | None:
        """The day from which residence is deemed for the council (MHA 2025 s46(3)), or None."""
        return self.deeming_in_wales_from if nation is Nation.WALES else self.deeming_in_england_from


LAW = Law()


def regime(question: str, on: date) -> Ruleset:
    """The ruleset that answers the question on a day; the earliest one for days before section 117."""
    candidates = [ruleset for ruleset in RULESETS if ruleset.question == question]
    return next((r for r in candidates if r.in_force.contains(on)), candidates[0])


def stamp(*rule_ids: str) -> str:
    """The words stored as an outcome's ruleset: the version of this table and the regimes applied."""
    return " ".join((VERSION, *dict.fromkeys(rule_ids)))
