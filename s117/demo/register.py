"""The people of the demo register and where each one's story has got to. Nobody here is real.

Days are counted back from the day the demo is built, so that the demo is always of this week; the
people of the acceptance journeys keep the dates that their journeys give them. Every NHS number is in
the 999 range, which is never issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """How far along the line a person has come. Later stages include the earlier ones."""

    DETAINED = "detained"
    ALLOCATED = "allocated"
    MEETING_HELD = "meeting_held"
    ASSESSMENT_DRAFT = "assessment_draft"
    ASSESSMENT_SENT = "assessment_sent"
    ASSESSED = "assessed"
    PLAN_DRAFT = "plan_draft"
    PLAN_SUBMITTED = "plan_submitted"
    PLAN_PUBLISHED = "plan_published"


class Answers(StrEnum):
    """What the two bodies said when responsibility was put to them."""

    BOTH_ACCEPT = "both_accept"
    WAITING = "waiting"
    COUNCIL_DISPUTES = "council_disputes"
    MOVED_THEN_DISPUTED = "moved_then_disputed"


class Ends(StrEnum):
    """How far the ending of aftercare has come."""

    NOT = "not"
    WAITING = "waiting"
    ENDED = "ended"
    PUT_BACK = "put_back"


Day = int | date


@dataclass(frozen=True, slots=True)
class Entry:
    """One person: who they are, what happened to them and when (days ago, or a date for the cast)."""

    family_name: str
    given_names: str
    born: date
    gender: str
    ethnicity: str
    council: str
    team: str
    coordinator: str
    section: str
    detained: Day
    left: Day | None
    stage: Stage
    package: str = "community"
    reviews_held: int = 0
    answers: Answers = Answers.BOTH_ACCEPT
    preferred_name: str = ""
    ready: Day | None = None
    delay_reason: str = ""
    cto: bool = False
    conditional: bool = False
    contact_after: int | None = 2
    money: str = "complete"
    unsettled: bool = False
    redrafting: bool = False
    nhs_number: str = ""
    ends: Ends = Ends.NOT
    ending_reviewed: Day = 0
    put_back: Day = 0

    def day(self, value: Day, today: date) -> date:
        """The calendar day that a story's day stands for."""
        return value if isinstance(value, date) else today - timedelta(days=value)


def nhs_numbers(prefix: str = "9990") -> Iterator[str]:
    """Valid NHS numbers of the test range in order, from the first one after the journeys' people.

    The check digit is 11 less the weighted sum modulo 11; a serial whose digit would be 10 is not issued.
    """
    for serial in range(20, 100_000):
        digits = f"{prefix}{serial:05d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:
            yield f"{digits}{check % 11}"


S, A, E = Stage, Answers, Ends
EAST, WEST, EI = "Recovery East", "Recovery West", "Early Intervention"
SOUTH, WESTERBY = "Southvale Community", "Westerby Community"

# Amara Obi (journey 1) is left out on purpose: she is for the reader to register. Rhona Lisle waits for
# restricted records.
# fmt: off
CAST = (
    Entry("Teale", "Brian", date(1951, 7, 2), "1", "A", "NMC", "", "", "02", date(2026, 10, 2),
          date(2026, 10, 20), S.DETAINED, nhs_number="9990000026"),
    Entry("Wynn", "Chloe", date(1999, 11, 30), "2", "A", "NMC", EAST, "jones", "03", date(2026, 3, 9),
          date(2026, 7, 15), S.PLAN_PUBLISHED, "floating", 1, cto=True, nhs_number="9990000034"),
    Entry("Sahota", "Devinder", date(1976, 5, 21), "1", "H", "NMC", EAST, "jones", "03", date(2026, 1,
          12), date(2026, 4, 30), S.PLAN_PUBLISHED, "intensive", 1, money="panel",
          nhs_number="9990000042"),
    Entry("Marr", "Elsie", date(1943, 1, 9), "2", "A", "NMC", WEST, "marsh", "03", date(2025, 8, 4),
          date(2025, 11, 3), S.PLAN_PUBLISHED, "residential", 1, nhs_number="9990000050"),
    Entry("Grant", "Femi", date(2004, 8, 17), "1", "N", "NMC", EAST, "jones", "03", date(2025, 5, 6),
          date(2025, 8, 10), S.PLAN_PUBLISHED, "supported_living", 1, A.MOVED_THEN_DISPUTED,
          nhs_number="9990000069"),
    Entry("Pryce", "Gwen", date(1969, 12, 3), "2", "A", "NMC", EAST, "reed", "03", date(2026, 2, 16),
          date(2026, 6, 1), S.PLAN_PUBLISHED, "mixed", 1, nhs_number="9990000077"),
    Entry("Malik", "Hassan", date(1982, 2, 28), "1", "J", "NMC", EI, "ali", "03", date(2026, 6, 8),
          date(2026, 9, 25), S.PLAN_PUBLISHED, "floating", nhs_number="9990000085"),
    Entry("Vale", "Idris", date(1990, 10, 10), "1", "G", "NMC", EAST, "jones", "10", date(2026, 8, 3),
          None, S.MEETING_HELD, nhs_number="9990000093"),
)

NEIGHBOURS = (
    # Still in hospital
    Entry("Abernathy", "Rowena", date(1987, 4, 2), "2", "A", "NMC", "", "", "03", 4, None, S.DETAINED,
          answers=A.WAITING),
    Entry("Adeyemi", "Folasadé", date(1995, 9, 23), "2", "N", "NMC", "", "", "03", 16, None, S.DETAINED,
          answers=A.WAITING),
    Entry("Bächler", "Jürg", date(1961, 1, 30), "1", "C", "SVC", "", "", "03", 12, None, S.DETAINED,
          answers=A.WAITING),
    Entry("Castellanos", "Inés", date(1979, 12, 12), "2", "C", "WBC", "", "", "03", 20, None,
          S.DETAINED),
    Entry("Chowdhury", "Rafiq", date(2001, 3, 8), "1", "K", "NMC", EI, "ali", "03", 24, None,
          S.ALLOCATED, answers=A.WAITING),
    Entry("Cvetković", "Dragan", date(1968, 6, 17), "1", "C", "NMC", EAST, "reed", "10", 30, None,
          S.ALLOCATED),
    Entry("D'Souza", "Priscilla", date(1992, 2, 14), "2", "L", "SVC", SOUTH, "nowak", "03", 35, None,
          S.ALLOCATED),
    Entry("Eriksson", "Åsa", date(1984, 8, 5), "2", "C", "NMC", EAST, "jones", "03", 48, None,
          S.MEETING_HELD),
    Entry("Farrugia", "Ġorġ", date(1957, 10, 27), "1", "C", "WBC", WESTERBY, "eze", "03", 52, None,
          S.MEETING_HELD, ready=6, delay_reason="09"),
    Entry("Fitzgerald", "Niamh", date(1999, 5, 19), "2", "B", "NMC", EI, "ali", "03", 58, None,
          S.ASSESSMENT_DRAFT),
    Entry("Gutiérrez", "Raúl", date(1973, 7, 1), "1", "C", "NMC", EAST, "reed", "15", 74, None,
          S.ASSESSMENT_SENT),
    Entry("Hallworth", "Peter", date(1950, 11, 11), "1", "A", "SVC", SOUTH, "nowak", "03", 80, None,
          S.ASSESSED, ready=18, delay_reason="08"),
    Entry("Ivanova", "Darya", date(1990, 3, 3), "2", "C", "NMC", EAST, "jones", "03", 66, None,
          S.PLAN_DRAFT),
    Entry("Jankowski", "Łukasz", date(1985, 1, 25), "1", "C", "WBC", WESTERBY, "eze", "10", 95, None,
          S.PLAN_DRAFT, "supported_living"),
    Entry("Kirabo", "Esther", date(1996, 6, 6), "2", "N", "NMC", EI, "ali", "03", 61, None,
          S.PLAN_SUBMITTED),
    Entry("Lâm", "Thị Hoa", date(1977, 9, 9), "2", "L", "NMC", EAST, "reed", "03", 88, None,
          S.PLAN_SUBMITTED, "supported_living"),
    Entry("MacAskill", "Iain", date(1964, 12, 24), "1", "A", "NMC", EAST, "jones", "09", 160, None,
          S.PLAN_PUBLISHED, "intensive", ready=31, delay_reason="04", money="none"),
    Entry("Nwosu", "Obinna", date(1989, 10, 2), "1", "N", "SVC", SOUTH, "nowak", "03", 70, None,
          S.PLAN_SUBMITTED, ready=9, delay_reason="01"),
    # Out of hospital under conditions of the tribunal
    Entry("Ferreira", "Tomás", date(1971, 6, 2), "1", "C", "NMC", EAST, "jones", "09", 1400, 410,
          S.PLAN_PUBLISHED, "supported_living", 1, conditional=True),
    # Home, and something is missing
    Entry("O'Rourke", "Fionnuala", date(1972, 4, 4), "2", "B", "NMC", "", "", "03", 120, 14, S.DETAINED,
          contact_after=None),
    Entry("Okafor", "Chinwe", date(1994, 8, 21), "2", "N", "NMC", EAST, "reed", "03", 110, 33,
          S.ALLOCATED),
    Entry("Palmer", "Leslie", date(1946, 2, 9), "1", "A", "NMC", WEST, "marsh", "03", 300, 118,
          S.MEETING_HELD),
    Entry("Petrov", "Yulia", date(1981, 7, 30), "2", "C", "SVC", SOUTH, "nowak", "03", 130, 25,
          S.ASSESSMENT_DRAFT, contact_after=5),
    Entry("Quigley", "Dermot", date(1959, 3, 17), "1", "B", "NMC", EAST, "jones", "03", 90, 5,
          S.PLAN_DRAFT, "floating", contact_after=None),
    Entry("Rahman", "Shirin", date(1998, 1, 6), "2", "K", "NMC", EI, "ali", "03", 85, 9,
          S.PLAN_SUBMITTED),
    Entry("Stavrou", "Eleni", date(1967, 5, 28), "2", "C", "WBC", WESTERBY, "eze", "03", 150, 62,
          S.ASSESSED),
    Entry("Thwaite", "Gordon", date(1955, 9, 13), "1", "A", "NMC", EAST, "jones", "31", 21, None,
          S.DETAINED, answers=A.WAITING),
    Entry("Ueda", "Haruka", date(1993, 11, 3), "2", "L", "NMC", EAST, "reed", "03", 40, None,
          S.ALLOCATED, unsettled=True, answers=A.WAITING),
    Entry("Varga", "Zsófia", date(1986, 2, 22), "2", "C", "SVC", SOUTH, "nowak", "03", 45, None,
          S.ALLOCATED, unsettled=True, answers=A.WAITING),
    # Just home: the 72-hour contact
    Entry("Wainwright", "Stanley", date(1949, 6, 8), "1", "A", "NMC", EAST, "jones", "03", 77, 2,
          S.PLAN_PUBLISHED, "floating", contact_after=None),
    Entry("Xu", "Meilin", date(1991, 12, 19), "2", "R", "NMC", EI, "ali", "03", 69, 1, S.PLAN_PUBLISHED,
          contact_after=None),
    Entry("Yilmaz", "Çağla", date(1988, 4, 26), "2", "C", "NMC", EAST, "reed", "03", 92, 7,
          S.PLAN_PUBLISHED, "supported_living", contact_after=None, money="no_split"),
    Entry("Zając", "Bartłomiej", date(1976, 10, 15), "1", "C", "WBC", WESTERBY, "eze", "03", 101, 12,
          S.PLAN_PUBLISHED, "floating", contact_after=3),
    # Home with a plan, first review to come
    Entry("Aldous", "Winifred", date(1941, 3, 31), "2", "A", "NMC", EAST, "jones", "03", 112, 18,
          S.PLAN_PUBLISHED, "residential"),
    Entry("Begum", "Tahmina", date(1997, 7, 12), "2", "K", "NMC", EI, "ali", "03", 98, 22,
          S.PLAN_PUBLISHED),
    Entry("Brandão", "João", date(1983, 5, 5), "1", "C", "SVC", SOUTH, "nowak", "03", 140, 26,
          S.PLAN_PUBLISHED, "supported_living"),
    Entry("Clutterbuck", "Ada", date(1970, 8, 18), "2", "A", "NMC", EAST, "reed", "10", 210, 30,
          S.PLAN_PUBLISHED, "floating"),
    Entry("Dlamini", "Sipho", date(1980, 1, 14), "1", "N", "NMC", EAST, "jones", "03", 125, 36,
          S.PLAN_PUBLISHED, "floating", cto=True),
    Entry("Eastwood", "Kerry", date(2002, 9, 1), "2", "D", "WBC", WESTERBY, "eze", "03", 118, 39,
          S.PLAN_PUBLISHED),
    # Home, first review overdue
    Entry("Fairbrother", "Neil", date(1966, 2, 2), "1", "A", "NMC", EAST, "jones", "03", 190, 47,
          S.PLAN_PUBLISHED, "floating"),
    Entry("Ghebremedhin", "Selam", date(1994, 12, 7), "2", "N", "NMC", EAST, "reed", "03", 205, 55,
          S.PLAN_PUBLISHED),
    Entry("Hargreaves", "Malcolm", date(1953, 6, 25), "1", "A", "NMC", WEST, "marsh", "03", 260, 71,
          S.PLAN_PUBLISHED, "residential"),
    Entry("Ismail", "Yusuf", date(2000, 10, 20), "1", "J", "NMC", EI, "ali", "03", 215, 84,
          S.PLAN_PUBLISHED),
    Entry("Jeffreys", "Angharad", date(1974, 4, 13), "2", "A", "SVC", SOUTH, "nowak", "03", 280, 133,
          S.PLAN_PUBLISHED, "supported_living", money="none"),
    Entry("Kowalczyk", "Róża", date(1962, 11, 29), "2", "C", "NMC", WEST, "marsh", "03", 340, 160,
          S.PLAN_PUBLISHED, "floating"),
    Entry("Lindqvist", "Björn", date(1958, 7, 7), "1", "C", "WBC", WESTERBY, "eze", "10", 420, 238,
          S.PLAN_PUBLISHED, "residential"),
    # Home and steady: reviewed at least once
    Entry("Mbeki", "Thandiwe", date(1987, 3, 27), "2", "N", "NMC", EAST, "jones", "03", 300, 140,
          S.PLAN_PUBLISHED, "supported_living", 1),
    Entry("Müller", "Käthe", date(1944, 5, 16), "2", "C", "NMC", EAST, "reed", "03", 330, 170,
          S.PLAN_PUBLISHED, "residential", 1),
    Entry("Nasser", "Omar", date(1990, 9, 4), "1", "S", "NMC", EI, "ali", "03", 310, 180,
          S.PLAN_PUBLISHED, "floating", 1, cto=True),
    Entry("Oyelaran", "Babatunde", date(1978, 2, 18), "1", "N", "SVC", SOUTH, "nowak", "03", 390, 200,
          S.PLAN_PUBLISHED, "supported_living", 1),
    Entry("Pemberton", "Sylvia", date(1952, 12, 30), "2", "A", "NMC", EAST, "jones", "03", 400, 220,
          S.PLAN_PUBLISHED, "mixed", 1),
    Entry("Quartey", "Nii", date(1969, 6, 11), "1", "N", "NMC", EAST, "reed", "15", 520, 250,
          S.PLAN_PUBLISHED, "floating", 1, redrafting=True),
    Entry("Rosenthal", "Miriam", date(1948, 8, 28), "2", "A", "NMC", WEST, "marsh", "03", 480, 270,
          S.PLAN_PUBLISHED, "residential", 1),
    Entry("Singh", "Gurpreet", date(1985, 10, 31), "1", "H", "WBC", WESTERBY, "eze", "03", 450, 290,
          S.PLAN_PUBLISHED, "floating", 1),
    Entry("Taylor-Okonjo", "Jade", date(2003, 1, 22), "2", "E", "NMC", EI, "ali", "03", 430, 310,
          S.PLAN_PUBLISHED, "community", 1, preferred_name="JJ"),
    Entry("Unsworth", "Derek", date(1956, 4, 9), "1", "A", "NMC", EAST, "jones", "03", 560, 330,
          S.PLAN_PUBLISHED, "supported_living", 1, A.COUNCIL_DISPUTES),
    Entry("Villanueva", "Marisol", date(1982, 7, 23), "2", "L", "SVC", SOUTH, "nowak", "03", 540, 350,
          S.PLAN_PUBLISHED, "floating", 1),
    # Home a year or more: an annual review due or overdue
    Entry("Whittaker", "Joan", date(1947, 11, 17), "2", "A", "NMC", EAST, "reed", "03", 620, 385,
          S.PLAN_PUBLISHED, "residential", 1),
    Entry("Xanthos", "Dimitri", date(1971, 3, 15), "1", "C", "NMC", EAST, "jones", "10", 700, 395,
          S.PLAN_PUBLISHED, "floating", 1),
    Entry("Yeboah", "Akosua", date(1993, 5, 2), "2", "N", "NMC", EI, "ali", "03", 640, 402,
          S.PLAN_PUBLISHED, "community", 1),
    Entry("Zielińska", "Małgorzata", date(1965, 9, 26), "2", "C", "WBC", WESTERBY, "eze", "03", 720,
          455, S.PLAN_PUBLISHED, "supported_living", 1, redrafting=True),
    # Aftercare being ended, ended, and put back
    Entry("Ashby", "Clement", date(1963, 5, 6), "1", "A", "NMC", EAST, "jones", "03", 900, 760,
          S.PLAN_PUBLISHED, "community", 1, ends=E.WAITING, ending_reviewed=12),
    Entry("Brennan", "Orla", date(1975, 1, 19), "2", "B", "NMC", EAST, "jones", "03", 1100, 940,
          S.PLAN_PUBLISHED, "community", 1, ends=E.ENDED, ending_reviewed=46),
    Entry("Castle", "Winston", date(1960, 8, 30), "1", "M", "NMC", EAST, "reed", "03", 1300, 1150,
          S.PLAN_PUBLISHED, "community", 1, ends=E.PUT_BACK, ending_reviewed=150, put_back=9),
)
# fmt: on

REGISTER = CAST + NEIGHBOURS
