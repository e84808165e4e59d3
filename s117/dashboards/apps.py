"""App configuration."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Django's name for the package."""

    name = "s117.dashboards"
    label = "dashboards"
