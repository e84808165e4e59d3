"""The web floor as a Django app: it owns the table of form submissions."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, forms and components."""

    name = "s117.web"
    label = "web"
    verbose_name = "Web"
    default_auto_field = "django.db.models.BigAutoField"
