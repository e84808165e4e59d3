"""The Celery app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")

app = Celery("s117")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
