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
