"""The rule table: every statutory test the rules apply, with its words, citation and standing.

`manage.py render_rulebook` prints it for a lawyer to sign; a test fails when the two differ, when a
rule is cited that is not here, and when a rule is here that nothing applies.

No answer turns on these, so they have no code, and `BACKGROUND` says why: E-6, J-1, J-2, J-3, J-5, J-6, J-9,
J-10, J-11, M-9, M-10, M-11, M-12, M-13, N-14, R-1, R-2, R-3, R-4, R-5, R-6, R-7, R-8, R-9, R-10 and X-9.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s117.kernel.findings import Finding, RuleRef


class Standing(StrEnum):
    """How firm a rule is."""

    SETTLED = "settled"
    CHECK = "to be checked by a lawyer before release"
    CONTESTED = "contested: a person decides"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the rulebook."""

    ref: RuleRef
    in_force: str
    standing: Standing
    note: str = ""

    @property
    def area(self) -> str:
        """The letter of the question it belongs to; see AREAS."""
        return self.ref.id.partition("-")[0]


AREAS = {
    "Q": "Which detentions qualify",
    "A": "When the duty arises",
    "E": "When the duty ends",
    "L": "Which council",
    "N": "Which NHS body",
    "J": "The two bodies",
    "X": "Disputes",
    "F": "Facts",
}

_S117_1 = "Mental Health Act 1983 s117(1)"
_S117_2 = "Mental Health Act 1983 s117(2)"
_S117_3 = "Mental Health Act 1983 s117(3)"
_UKSC = "R (Worcestershire CC) v SSHSC [2023] UKSC 31"
_ALWAYS = "30 September 1983 onwards"
_CURRENT = "1 April 2015 onwards"
_ICB = "1 July 2022 onwards"
_S, _K, _C = Standing.SETTLED, Standing.CHECK, Standing.CONTESTED

_TABLE: tuple[tuple[str, str, str, str, Standing], ...] = (
    ("F-1", "Facts that cannot be right are left out of the reckoning and reported", "Register data rule",
     "always", _S),
    ("Q-1", "Detention under section 3, a section 37 hospital order, section 45A, 47 or 48 qualifies",
     _S117_1, "30 September 1983 onwards; section 45A from 1 October 1997", _S),
    ("Q-2", "A guardianship order under section 37 is not a hospital order and does not qualify", _S117_1,
     _ALWAYS, _S),
    ("Q-3", "Restrictions under section 41 or 49 make no difference",
     "Mental Health Act 1983 ss41, 49, 117(1)", _ALWAYS, _S),
    ("Q-4", "A section 47 patient whose restriction has ended still qualifies",
     "Mental Health Act 1983 ss47, 50, 117(1)", _ALWAYS, _K),
    ("Q-5", "A hospital order under the 1964 Act or section 51(5) is in substance a section 37 order",
     "Criminal Procedure (Insanity) Act 1964 s5; Mental Health Act 1983 s51(5)",
     "31 March 2005 onwards in its present form", _K),
    ("Q-6",
     "Assessment, holding, remand, place of safety, guardianship, informal stays and other powers do "
     "not qualify", _S117_1, _ALWAYS, _S),
    ("Q-7", "There is no age limit: children qualify", _S117_1, _ALWAYS, _S),
    ("Q-8", "Immigration status and recourse to public funds do not bar the duty",
     "Mental Health Act 1983 s117; Nationality, Immigration and Asylum Act 2002 Sch 3", _ALWAYS, _K),
    ("Q-9", "An order from outside the ordinary list must be matched to the provision it has effect as",
     "Mental Health Act 1983 ss19, 46, 80B, 82, 85", _ALWAYS, _K),
    ("Q-10", "Detention wholly before 30 September 1983 does not qualify",
     "Mental Health Act 1983 commencement", "before 30 September 1983", _K),
    ("Q-11", "Entitlement does not lapse with time", _S117_2, _ALWAYS, _S),
    ("Q-12", "A legal status code alone does not prove that somebody is in hospital now",
     "NHS England MHSDS quick guide (October 2022)", "data rule", _S),
    ("A-1", "The duty arises when the person has ceased to be detained and has left hospital", _S117_1,
     _ALWAYS, _S),
    ("A-2",
     "Where section 2 runs into section 3 the section 3 qualifies; residence is tested before the "
     "unbroken detention", _S117_1, _ALWAYS, _S),
    ("A-3", "A voluntary stay after detention loses nothing: the duty arises on leaving", _S117_1, _ALWAYS,
     _S),
    ("A-4", "A move between hospitals while detained is not leaving hospital",
     "R (CXF) v Central Bedfordshire [2017] EWHC 2311 (Admin)", _ALWAYS, _S),
    ("A-5", "Section 17 leave does not of itself start the duty; living out on trial may",
     "R (CXF) v Central Bedfordshire [2018] EWCA Civ 2852; R v Richmond LBC ex p Watson [1999]", _ALWAYS,
     _C),
    ("A-6", "On a community treatment order the person has left hospital and the duty runs", _S117_2,
     "3 November 2008 onwards", _S),
    ("A-7", "On conditional discharge the duty runs from leaving hospital",
     "Mental Health Act 1983 ss42, 73, 117(1)", _ALWAYS, _S),
    ("A-8", "Whether recall or revocation ends the duty and re-fixes the council is not settled",
     f"{_UKSC} para 44; R (Wiltshire) v Hertfordshire [2014] EWCA Civ 712", _ALWAYS, _C),
    ("A-9", "Whether imprisonment ends the duty is not settled",
     f"{_UKSC} para 49; Code of Practice (England) 33.10", _ALWAYS, _C),
    ("A-10", "An informal admission, or section 2 alone, ends nothing and re-tests nothing", _UKSC, _ALWAYS,
     _S),
    ("A-11", "A further qualifying detention ends the existing duty; a fresh one arises on leaving", _UKSC,
     _ALWAYS, _S),
    ("A-12", "Planning starts on admission although the duty starts on leaving",
     "Code of Practice (England) 33.10", _ALWAYS, _S),
    ("J-4", "A district council is never the social services authority: its county is",
     "Local Authority Social Services Act 1970; Mental Health Act 1983 s145", _ALWAYS, _K),
    ("J-7", "For Wales the NHS body is the Local Health Board", "Mental Health Act 1983 s117(2), (2E), (3)",
     "where a Local Health Board serves the area", _K),
    ("J-8", "Responsibility passes to the successor of an abolished or merged body",
     "Structural changes orders; ICB establishment orders", "at the date of each order", _K),
    ("L-0",
     "Before 1 April 2015: the area where the person was resident before detention, else where sent "
     "on discharge", f"{_S117_3} as enacted; ex p Hall", "to 31 March 2015", _S),
    ("L-1", "The area where the person was ordinarily resident immediately before being detained",
     f"{_S117_3}(a), (b)", _CURRENT, _S),
    ("L-2",
     "There is no deeming: a placement by another council does not keep the person ordinarily "
     "resident there", f"{_UKSC}; R (Hertfordshire CC) v Hammersmith and Fulham [2011] EWCA Civ 77",
     _ALWAYS, _S),
    ("L-3", "Ordinary residence is the abode adopted voluntarily and for settled purposes",
     f"R v Barnet LBC ex p Shah [1983] 2 AC 309; {_UKSC}", _CURRENT, _S),
    ("L-4", "Once fixed, responsibility does not move because the person moves or is placed elsewhere",
     _S117_3, _ALWAYS, _S),
    ("L-5", "A second qualifying detention fixes the council afresh", _UKSC, _ALWAYS, _S),
    ("L-6", "Time in detention never creates ordinary residence: the test is before the unbroken detention",
     f"{_UKSC} paras 56-57", _ALWAYS, _S),
    ("L-7",
     "Where an informal in-patient has lost the home before detention, the authorities point "
     "different ways", "R (Sunderland CC) v South Tyneside Council [2012] EWCA Civ 1232", _ALWAYS, _C),
    ("L-8", "Living somewhere under compulsion does not count",
     "R (Wiltshire) v Hertfordshire [2014] EWCA Civ 712", _ALWAYS, _C),
    ("L-9",
     "With no ordinary residence: first where resident at detention, only then where sent on discharge",
     f"{_S117_3}(c); ex p Hall", _CURRENT, _S),
    ("L-10", "Ordinary residence outside England and Wales falls to limb (c)", _S117_3, _CURRENT, _K),
    ("L-11", "Once commenced, residence for the council is found with the imported deeming rules",
     "Mental Health Act 2025 s46(3)", "day to be appointed", _C),
    ("L-12", "The Care Act council and the section 117 council can differ", "Care Act 2014 s39", _CURRENT,
     _K),
    ("L-13", "A looked-after child placed out of area is regularly disputed", _UKSC, _CURRENT, _C),
    ("X-1", "A dispute must not prevent, delay or interrupt the meeting of needs", "SI 2014/2829 reg 2",
     _CURRENT, _K),
    ("X-2", "If nobody is meeting needs: the council where the person is living, else where present",
     "SI 2014/2829 regs 1-2", _CURRENT, _S),
    ("X-3", "A dispute unresolved after four months is referred", "SI 2014/2829 reg 3", _CURRENT, _S),
    ("X-4", "The route for councils depends on the nations in dispute",
     "Mental Health Act 1983 s117(4)-(5)", _CURRENT, _S),
    ("X-5", "A review of a determination must begin within three months", "Care Act 2014 s40(2)", _CURRENT,
     _S),
    ("X-6", "Determinations bind the parties; reasoning rejected in 2023 must not be followed", _UKSC,
     _ALWAYS, _S),
    ("X-7", "Council against NHS body is not an ordinary residence dispute",
     "Mental Health Act 1983 s117(4)", _CURRENT, _S),
    ("X-8", "NHS bodies in dispute share the cost equally until it is settled",
     "Who Pays? (2020) dispute process; confirm in the current version", "1 September 2020 onwards", _K),
    ("N-0", "To 31 March 2013: the primary care trust for the area of residence before detention",
     "Department of Health guidance 2007", "to 31 March 2013", _K),
    ("N-1", "The clinical commissioning group of the GP practice, moving with registration",
     "SI 2012/2996 reg 14(2)(a)", "1 April 2013 to 31 March 2016", _S),
    ("N-2", "People already on aftercare stay with the group responsible immediately before 1 April 2016",
     "SI 2016/293 reg 5", "1 April 2016 to 30 June 2022", _S),
    ("N-3", "The clinical commissioning group for the area of ordinary residence before detention",
     f"{_S117_3}; SI 2012/2996 reg 14(2)(b)", "1 April 2016 to 31 August 2020", _S),
    ("N-4", "Commissioner by ordinary residence; payer by the GP practice before the first detention",
     f"{_S117_3}; Who Pays? (2020)", "1 September 2020 to 30 June 2022", _S),
    ("N-5",
     "The integrated care board with core responsibility when the application was made commissions "
     "and pays", "SI 2022/635 regs 5 and 7", _ICB, _S),
    ("N-6", "Needs other than mental health follow today's core responsibility", "SI 2022/635 regs 2 and 5",
     _ICB, _S),
    ("N-7", "Detention again while still on aftercare does not change the integrated care board",
     "SI 2022/635 reg 2(2); NHS England, effect of the Worcestershire decision", _ICB, _S),
    ("N-8", "For people detained or on aftercare at 1 July 2022 two readings stand", "SI 2022/635 reg 6",
     _ICB, _C),
    ("N-9", "A court order or transfer direction is not plainly an application", "SI 2022/635 reg 5", _ICB,
     _C),
    ("N-10", "An admission under section 2 alone is treated as closed on leaving hospital",
     "SI 2022/635 reg 2(2)", _ICB, _C),
    ("N-11", "The originating rule holds while the person remains resident in England",
     "SI 2022/635 reg 7(2)", _ICB, _C),
    ("N-12", "No necessary care may be refused or delayed while NHS bodies argue",
     "Who Pays? (2020) 1.4, 7.4", "1 September 2020 onwards", _S),
    ("N-13",
     "NHS England may pay for the bed during detention; aftercare still falls to the responsible body",
     "General", _ALWAYS, _K),
    ("N-15", "For a prisoner the GP or address before custody is used", "Practice", _ALWAYS, _K),
    ("N-16", "For people detained or on aftercare at 1 September 2020 the transition could not be read",
     "Who Pays? (2020) transitional arrangements", "1 September 2020 to 30 June 2022", _C),
    ("E-1", "The duty ends on the later decision of both responsible bodies, and not otherwise", _S117_2,
     _ALWAYS, _S),
    ("E-2", "The bodies cannot be satisfied in the case of a community patient", _S117_2,
     "3 November 2008 onwards", _S),
    ("E-3",
     "Discharge from services, time, refusal, a move, stability or detention under other powers do "
     "not end the duty", "Code of Practice (England) 33.20-33.23", _ALWAYS, _S),
    ("E-4",
     "Once commenced, the duty ends only when both bodies jointly give notice in writing to the person",
     "Mental Health Act 2025 s46(2)", "day to be appointed", _S),
    ("E-5", "A qualifying detention ends the council's duty at once; the NHS chain goes on",
     f"{_UKSC}; NHS England, effect of the Worcestershire decision", _ALWAYS, _S),
    ("E-7", "Death ends the duty", "Necessary implication", _ALWAYS, _K),
    ("E-8", "Aftercare ended too soon can be reinstated",
     "Code of Practice (England); LGSCO and PHSO 23 008 538a", _ALWAYS, _S),
    ("E-9",
     "Services run until the end; the person takes part and is told the decision, the reasons and how to "
     "challenge it in writing", "Code of Practice (England) 33.20", _ALWAYS, _K),
)  # fmt: skip

# What divides the authorities on each contested rule, and what would settle it.
_NOTES = {
    "A-5": (
        "Whether somebody on leave has left hospital is a question of fact: escorted day trips are not "
        "leaving (CXF), living out on trial leave may be (ex p Watson). The facts of the leave settle it."
    ),
    "A-8": (
        "One reading: on recall or revocation the person is again detained and in hospital, so the duty "
        "ends and residence is tested again (para 44). The other: no new application or order is made and "
        "the first section is continuous (Wiltshire, not overruled). Most authorities take the second. A "
        "ruling of the courts would settle it."
    ),
    "A-9": (
        "The Supreme Court's words, which did not decide the case, say that imprisonment ends the duty; "
        "the Code speaks of planning for discharge from prison. Keep the entry open and plan for release."
    ),
    "E-4": (
        "A notice that both bodies sign is joint. Two separate letters are unlikely to be, and no authority "
        "says: keep the entry open, or give one notice together, which settles it."
    ),
    "L-7": (
        "Sunderland held, under the older word resident, that an informal in-patient whose placement "
        "ended had become resident where the hospital was. Under ordinarily resident, settled purpose may "
        "lead elsewhere."
    ),
    "L-8": (
        "Wiltshire: living under a condition of discharge does not count. Worcestershire v Essex [2014] "
        "EWHC 3557 said otherwise and did not cite it. The evidence of choice, then and before, settles "
        "it."
    ),
    "L-11": (
        "Enacted, and no day is appointed. Whether it will turn on the start of detention, on leaving "
        "hospital, or reach every open episode is not known either; the commencement regulations will "
        "settle it."
    ),
    "L-13": (
        "Nothing is disregarded for children today: residence follows those with parental responsibility "
        "and the facts. Placing authorities often dispute it; the care history settles it."
    ),
    "N-8": (
        "One reading: the successor of the group that paid on 30 June 2022 goes on. The other: the "
        "integrated care board of the GP practice on 1 July 2022 took over. The bodies' agreement or a "
        "ruling settles it."
    ),
    "N-9": (
        "Practice follows the originating board for patients from the courts too; the fall-back in law is "
        "section 117(3). A decision of the named bodies settles it."
    ),
    "N-10": (
        "Read literally, an admission under section 2 alone opens a period that only discharge from "
        "aftercare closes, and nobody is discharged from aftercare that never began. It is treated as "
        "closed on leaving hospital. The bodies' agreement or a ruling settles it where the two days give "
        "different boards."
    ),
    "N-11": (
        "The Regulations are reported to hold while the person is resident in England. After a move to "
        "Wales the board and the Local Health Board must agree."
    ),
    "N-16": (
        "The guidance of 2020 had transitional arrangements that could not be read. The group responsible "
        "on 31 August 2020 is shown as the default; its records settle it."
    ),
}

BACKGROUND = {
    "J-1": "Both bodies owe the duty to the person, with voluntary agencies; neither of them leads.",
    "J-2": "The NHS body by date, from health authority to integrated care board: the regimes carry it.",
    "J-3": "An integrated care board arranges services; it does not itself provide them.",
    "J-5": "Regulations may move an integrated care board's duty: the regimes apply those there are.",
    "J-6": "Delegation and pooled budgets move work, not the duty.",
    "J-9": "What aftercare services are, from 1 April 2015: asked of each need in the assessment.",
    "J-10": "The narrower reading before 1 April 2015: guidance for old cases.",
    "J-11": "Registered providers as public authorities, once commenced: no answer turns on it.",
    "N-14": "The guidance settles old disputes and reopens nothing that nobody disputes.",
    "X-9": "Funding without prejudice is recorded with its date; how it is recovered is not settled.",
    "E-6": "A decision after disengagement can be lawful if both bodies found no need (Mwanza): E-1 decides.",
    "M-9": "No statute splits the cost between the bodies: shares are as agreed, with the decision's day.",
    "M-10": "Whether funded nursing care is paid beside aftercare varies: a setting, never assumed.",
    "M-11": "Cost shares follow the responsible bodies; who hosts or delivers a service changes nothing.",
    "M-12": "What becomes of benefits in a home paid from public funds is for the benefits authorities.",
    "M-13": "No reliable rule was found on prescription charges and transport: nothing is worked out.",
    "R-1": "The person, and carers who may be told, take part: the plan and its reviews record how.",
    "R-2": "What people must be told in hospital is the hospital managers' duty.",
    "R-3": "An independent mental health advocate comes with detention, a community treatment order, "
    "guardianship or conditional discharge, not with aftercare alone: advocacy is recorded, not decided.",
    "R-4": "A copy of the plan in a form that the person can read: documents follow the needs recorded.",
    "R-5": "Complaints to each body, then to the two ombudsmen together: letters and the leaflet say where.",
    "R-6": "The ombudsmen's usual twelve months have exceptions: nobody is told that it is too late.",
    "R-7": "The Tribunal reviews detention and conditions, never a decision on aftercare.",
    "R-8": "A court may review a failure or an unlawful ending: no answer foretells it.",
    "R-9": "The nearest relative is told of the discharge by the hospital, unless the person objects.",
    "R-10": "A carer may be assessed: the offer and its day are recorded with the carer.",
}
"""Rules of law that no answer of the engine turns on, with the reason. Nobody should look for their code."""

RULES: dict[str, Rule] = {
    rule_id: Rule(RuleRef(rule_id, words, citation), in_force, standing, _NOTES.get(rule_id, ""))
    for rule_id, words, citation, in_force, standing in _TABLE
}


def finding(rule_id: str, text: str) -> Finding:
    """What a rule made of the facts. KeyError for a rule that is not in the table."""
    return Finding(RULES[rule_id].ref, text)
