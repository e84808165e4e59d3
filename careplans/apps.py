"""The care plans app."""

from django.apps import AppConfig


class CarePlansConfig(AppConfig):
    """Registers the app under its plain name."""

    name = "careplans"
    verbose_name = "Care plans"
