"""The tables of funding."""

from funding.models.application import Application, ApplicationOption, ApplicationScore, ApplicationService
from funding.models.budget import Budget
from funding.models.calendar import SettlementCalendar
from funding.models.direct_payment import DirectPayment, MonitoringReturn, Payment, PaymentRun
from funding.models.invoice import Invoice, InvoiceCharge, InvoiceLine
from funding.models.line_query import LineQuery
from funding.models.nursing import NursingCare
from funding.models.package import Absence, Delivery, FundedLine, LineClosure, Rate, Share, Split
from funding.models.panel import (
    AgendaItem,
    DecisionService,
    DecisionShare,
    DecisionSignature,
    DecisionTerm,
    Panel,
    PanelDecision,
    PanelInterest,
    PanelMember,
    PanelPack,
)
from funding.models.recharge import Recharge, RechargeLine
from funding.models.refund import Contribution, Refund
from funding.models.report import ReportFile, ReportRun, SavedFilter
from funding.models.schedule import ExportFile, Schedule, ScheduleLine, ScheduleShare
from funding.models.top_up import TopUp
from funding.models.uplift import UpliftLine, UpliftRun

__all__ = [
    "Absence",
    "AgendaItem",
    "Application",
    "ApplicationOption",
    "ApplicationScore",
    "ApplicationService",
    "Budget",
    "Contribution",
    "DecisionService",
    "DecisionShare",
    "DecisionSignature",
    "DecisionTerm",
    "Delivery",
    "DirectPayment",
    "ExportFile",
    "FundedLine",
    "Invoice",
    "InvoiceCharge",
    "InvoiceLine",
    "LineClosure",
    "LineQuery",
    "MonitoringReturn",
    "NursingCare",
    "Panel",
    "PanelDecision",
    "PanelInterest",
    "PanelMember",
    "PanelPack",
    "Payment",
    "PaymentRun",
    "Rate",
    "Recharge",
    "RechargeLine",
    "Refund",
    "ReportFile",
    "ReportRun",
    "SavedFilter",
    "Schedule",
    "ScheduleLine",
    "ScheduleShare",
    "SettlementCalendar",
    "Share",
    "Split",
    "TopUp",
    "UpliftLine",
    "UpliftRun",
]
