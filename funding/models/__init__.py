"""The tables of funding."""

from funding.models.package import Delivery, FundedLine, Rate, Share, Split
from funding.models.schedule import ExportFile, Schedule, ScheduleLine, ScheduleShare

__all__ = [
    "Delivery",
    "ExportFile",
    "FundedLine",
    "Rate",
    "Schedule",
    "ScheduleLine",
    "ScheduleShare",
    "Share",
    "Split",
]
