"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens for other systems, and the endpoints that they read."""

    name = "s117.api"
    label = "api"
