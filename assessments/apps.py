"""Django's registration of the app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Planning meetings and needs assessments"
