"""The project as an app: it carries the management commands and loads Celery."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Tasks are discovered at start, so that a web process knows every job by name."""

    name = "s117"
    label = "s117"

    def ready(self) -> None:
        from s117.celery import app

        app.autodiscover_tasks(force=True)
