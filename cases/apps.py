"""The cases app: people, detentions, entitlement, responsible bodies, allocation, contacts."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Django's name for the app."""

    name = "cases"
    verbose_name = "Cases"
