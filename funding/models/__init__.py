"""The tables of funding."""

from funding.models.package import Delivery, FundedLine, LineClosure, Rate, Share, Split
from funding.models.recharge import Recharge, RechargeLine
from funding.models.report import ReportFile, ReportRun, SavedFilter
from funding.models.schedule import ExportFile, Schedule, ScheduleLine, ScheduleShare

__all__ = [
    "Delivery",
    "ExportFile",
    "FundedLine",
    "LineClosure",
    "Rate",
    "Recharge",
    "RechargeLine",
    "ReportFile",
    "ReportRun",
    "SavedFilter",
    "Schedule",
    "ScheduleLine",
    "ScheduleShare",
    "Share",
    "Split",
]
