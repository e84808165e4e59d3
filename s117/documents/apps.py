"""App configuration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Django's name for the package."""

    name = "s117.documents"
    label = "documents"
