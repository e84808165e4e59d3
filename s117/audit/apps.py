"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The three audit records: history, events, accesses."""

    name = "s117.audit"
    label = "audit"
