"""The invented organisations, teams and staff of the demo world. Nobody here is a real person."""

from __future__ import annotations

from dataclasses import dataclass

DEMO_PASSWORD = "aftercare-demo-2026"  # noqa: S105 - published on purpose; the demo refuses to run unless DEMO_MODE is on


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the demo world, with the code it goes by."""

    kind: str
    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team and the body that it belongs to."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who can sign in: one account for each role, more where the story needs them.

    `leaves_days_ago` makes a leaver: the account is switched off, the people stay allocated (measure M41).
    """

    username: str
    full_name: str
    job_title: str
    role: str
    body: str
    team: str = ""
    leaves_days_ago: int | None = None

    @property
    def email(self) -> str:
        """An address in the range reserved for examples."""
        return f"{self.username}@example.org"

    @property
    def phone(self) -> str:
        """A number in the range reserved for drama."""
        return f"01632 960 8{ACCOUNTS.index(self):02}"


BODIES = (
    Body("council", "NMC", "Northmoor Council", "Northmoor"),
    Body("council", "SVC", "Southvale Council", "Southvale"),
    Body("council", "WBC", "Westerby Council", "Westerby"),
    Body("icb", "NMI", "NHS Northmoor Integrated Care Board", "NHS Northmoor"),
    Body("icb", "SVI", "NHS Southvale Integrated Care Board", "NHS Southvale"),
    Body("trust", "NMT", "Northmoor Mental Health NHS Trust", "Northmoor Trust"),
    Body("provider", "P-HARBOUR", "Harbour Supported Living", "Harbour"),
    Body("provider", "P-LARCH", "Larch House Residential Care", "Larch House"),
    Body("provider", "P-STEPS", "Stepping Stones Support", "Stepping Stones"),
    Body("provider", "P-ALLOT", "The Allotment Employment Project", "The Allotment"),
)

TEAMS = (
    DemoTeam("Recovery East", "NMC"),
    DemoTeam("Recovery West", "NMC"),
    DemoTeam("Early Intervention", "NMT"),
    DemoTeam("Southvale Community", "SVC"),
    DemoTeam("Westerby Community", "WBC"),
)

ACCOUNTS = (
    Account(
        "jones",
        "Carys Jones",
        "Approved mental health professional",
        "care_coordinator",
        "NMC",
        "Recovery East",
    ),
    Account("reed", "Marcus Reed", "Social worker", "care_coordinator", "NMC", "Recovery East"),
    Account(
        "ali", "Nadia Ali", "Community psychiatric nurse", "care_coordinator", "NMT", "Early Intervention"
    ),
    Account("nowak", "Zofia Nowak", "Social worker", "care_coordinator", "SVC", "Southvale Community"),
    Account("eze", "Chidi Eze", "Social worker", "care_coordinator", "WBC", "Westerby Community"),
    Account(
        "marsh",
        "Tobias Marsh",
        "Social worker",
        "care_coordinator",
        "NMC",
        "Recovery West",
        leaves_days_ago=9,
    ),
    Account("hart", "Denise Hart", "Team manager, Recovery East", "team_manager", "NMC", "Recovery East"),
    Account("byrne", "Aoife Byrne", "Team manager, Recovery West", "team_manager", "NMC", "Recovery West"),
    Account(
        "tran", "Linh Tran", "Team manager, Early Intervention", "team_manager", "NMT", "Early Intervention"
    ),
    Account("lund", "Peter Lund", "Team manager, Southvale", "team_manager", "SVC", "Southvale Community"),
    Account("shah", "Imran Shah", "Team manager, Westerby", "team_manager", "WBC", "Westerby Community"),
    Account("price", "Helen Price", "Head of adult mental health", "decision_maker", "NMC"),
    Account("okoro", "Emeka Okoro", "Head of mental health commissioning", "decision_maker", "NMI"),
    Account("bell", "Sandra Bell", "Head of adult social care", "decision_maker", "SVC"),
    Account("kaur", "Jasleen Kaur", "Commissioning director", "decision_maker", "SVI"),
    Account("gale", "Owen Gale", "Principal social worker", "decision_maker", "WBC"),
    Account("lowe", "Brigid Lowe", "Finance officer", "finance", "NMC"),
    Account("holt", "Gareth Holt", "Finance officer", "finance", "SVC"),
    Account("dunn", "Tess Dunn", "Finance officer", "finance", "WBC"),
    Account("may", "Sunil May", "Finance officer", "finance", "NMI"),
    Account("webb", "Ruth Webb", "Mental Health Act administrator", "mha_office", "NMT"),
    Account("frost", "Ian Frost", "Panel administrator", "panel_administrator", "NMC"),
    Account("ward", "Kim Ward", "Housing partnership officer", "partner", "NMC"),
    Account("doyle", "Siobhán Doyle", "Complaints officer", "complaints_officer", "NMC"),
    Account("cole", "Martin Cole", "Information governance auditor", "ig_auditor", "NMC"),
    Account("quinn", "Alex Quinn", "Performance analyst", "analyst", "NMC"),
    Account("singh", "Harpreet Singh", "System administrator", "administrator", "NMC"),
)
