"""Every money rule that can be broken, by name, with its words and where it comes from."""

from __future__ import annotations

from s117.kernel.findings import Finding, RuleRef

CONVENTION = "Cost-sharing convention (practice 4.2)"
RECONCILIATION = "Reconciliation rule (practice 4.4)"

SHARES_BELOW_100 = RuleRef("shares_below_100", "Shares must come to exactly 100.00%.", CONVENTION)
SHARES_ABOVE_100 = RuleRef("shares_above_100", "Shares must come to exactly 100.00%.", CONVENTION)
NEGATIVE_SHARE = RuleRef("negative_share", "No body's share may be below zero.", CONVENTION)
SHARE_TWICE = RuleRef("share_twice", "A body has one share of a cost.", CONVENTION)
ONE_RESIDUAL = RuleRef("one_residual", "One body pays the provider and takes the odd penny.", CONVENTION)
OVERLAPPING_SPLITS = RuleRef("overlapping_splits", "A day has one cost share.", CONVENTION)
GAP_IN_SPLITS = RuleRef("gap_in_splits", "Every funded day has a cost share.", CONVENTION)
RATE_BEFORE_LINE_START = RuleRef(
    "rate_before_line_start", "A rate cannot start before the service does.", CONVENTION
)
NO_RATE = RuleRef("no_rate", "Every funded day has a rate.", CONVENTION)
NO_SPLIT = RuleRef("no_split", "Every funded day has a cost share.", CONVENTION)
NO_DECISION = RuleRef(
    "no_decision_reference",
    "A cost share carries the reference of the decision that made it, unless it is interim.",
    RECONCILIATION,
)
NO_UNITS = RuleRef("no_units", "A service paid by the unit needs the units delivered.", CONVENTION)
ENTITLEMENT_OVER = RuleRef(
    "paid_without_entitlement",
    "No service is paid for without a last day once the person is not entitled to aftercare.",
    RECONCILIATION,
)
CONTRIBUTION_ON_AFTERCARE = RuleRef(
    "client_contribution_on_s117_line",
    "Section 117 services cannot be charged.",
    "M-1: R v Manchester City Council, ex p Stennett [2002] UKHL 34",
)
CONTRIBUTION_ON_HEALTH = RuleRef(
    "client_contribution_on_health_line",
    "Care that the NHS pays for cannot be charged.",
    "NHS Act 2006 section 1(4); cost-sharing convention (practice 4.2)",
)
PHB_TOP_UP = RuleRef(
    "phb_top_up",
    "A personal health budget takes no top-up; a personal wheelchair budget may.",
    "M-4: MHA 1983 section 117A; SI 2014/2670",
)
TOP_UP_NO_OPTION = RuleRef(
    "top_up_without_option",
    "A top-up is lawful only if suitable accommodation exists at the council's own figure.",
    "M-4: MHA 1983 section 117A; SI 2014/2670",
)
TOP_UP_LAW = "M-4: MHA 1983 section 117A; SI 2014/2670"
TOP_UP_NO_DIFFERENCE = RuleRef(
    "top_up_no_difference", "A top-up is what the preferred home costs above the usual one.", TOP_UP_LAW
)
TOP_UP_HOME = RuleRef("top_up_home", "A top-up is for accommodation, not for other services.", TOP_UP_LAW)
TOP_UP_COUNCIL = RuleRef(
    "top_up_council", "Only a council arranges a top-up; a home that the NHS pays for takes none.", TOP_UP_LAW
)
TOP_UP_ADULT = RuleRef("top_up_adult", "Only an adult may be asked for a top-up.", TOP_UP_LAW)
TOP_UP_AGREEMENT = RuleRef(
    "top_up_agreement", "The written agreement comes on or before the first day of the top-up.", TOP_UP_LAW
)
TOP_UP_REVIEW = RuleRef(
    "top_up_review", "The agreement says when it is reviewed: within a year of its first day.", TOP_UP_LAW
)
TOP_UP_AFFORD = RuleRef(
    "top_up_afford", "The payer is able and willing to pay for as long as the home is needed.", TOP_UP_LAW
)
NURSING_LAW = "M-10: no settled rule; the council's policy"
NURSING_SETTING = RuleRef(
    "nursing_setting",
    "Your council has not set that funded nursing care is paid beside aftercare.",
    NURSING_LAW,
)
NURSING_HOME = RuleRef(
    "nursing_home", "Funded nursing care is for a nursing home, not for other services.", NURSING_LAW
)
PAYMENT_LAW = "M-3: Care Act 2014 sections 31 to 33, applied by MHA 1983 section 117(2C); SI 2013/1617"
PAYMENT_CONSENT = RuleRef(
    "payment_consent", "A person with capacity asks for a direct payment, or agrees to it.", PAYMENT_LAW
)
PAYMENT_AUTHORISED = RuleRef(
    "payment_authorised",
    "Where the person lacks capacity for it, an authorised person holds it.",
    PAYMENT_LAW,
)
PAYMENT_OWN = RuleRef(
    "payment_own", "A person with capacity holds it themselves or nominates somebody.", PAYMENT_LAW
)
PAYMENT_HOLDER = RuleRef("payment_holder", "Say who holds the money.", PAYMENT_LAW)
PAYMENT_SUITABLE = RuleRef(
    "payment_suitable", "It has to be a suitable way to meet the need, and manageable with help.", PAYMENT_LAW
)
PAYMENT_BODY = RuleRef(
    "payment_body",
    "A council pays a direct payment; a personal health budget is the NHS body’s.",
    PAYMENT_LAW,
)
BUDGET_BEFORE_RIGHT = RuleRef(
    "budget_before_right",
    "The right to have a personal health budget for aftercare began on 2 December 2019.",
    "M-5: NHS England; SI 2019/1432",
)
HOME_PARTS = RuleRef(
    "home_parts",
    "The parts of a home that aftercare pays come to its weekly rate, or it is said why they do not.",
    "Accommodation split by element (practice 1.4 F and I)",
)
OUTSIDE_AFTERCARE = RuleRef(
    "not_shared_outside_aftercare",
    "Only aftercare is shared between the bodies.",
    "M-9: MHA 1983 section 117",
)

PANEL_RULE = "Funding panel (practice 1.4 J and K)"
UNSIGNED = RuleRef(
    "unsigned_application",
    "No schedule is frozen over a cost share that is asked for and not signed.",
    "Month end (practice section 8, J10 a)",
)
NO_QUORUM = RuleRef(
    "no_quorum",
    "A panel decides with a member of each paying body who has no interest in it and did not ask for it.",
    PANEL_RULE,
)
DECISION_BEFORE_START = RuleRef(
    "decision_before_start", "A decision cannot reach back before the service starts.", PANEL_RULE
)
DECISION_DAYS = RuleRef("decision_days", "Each share of a decision starts on its own day.", PANEL_RULE)
OTHER_SHARE_FOLLOWS = RuleRef(
    "other_share_follows",
    "A decision says what holds on every later day for which a share stands.",
    CONVENTION,
)
SERVICE_CHANGED = RuleRef(
    "service_changed",
    "A decision is signed for the services as they were applied for.",
    PANEL_RULE,
)
OVER_LIMIT = RuleRef("over_signing_limit", "Nobody signs for more than their limit.", PANEL_RULE)


def finding(rule: RuleRef, text: str = "") -> Finding:
    """A finding under the rule, in the rule's own words unless a fuller sentence is given."""
    return Finding(rule, text or rule.words)
