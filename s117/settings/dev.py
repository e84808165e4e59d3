"""Development and the demo: debug pages on, the demo's one-click sign-in on."""

from s117 import embedded
from s117.settings import env
from s117.settings.base import *  # noqa: F403

# Fills in DATABASE_URL and REDIS_URL where they are unset.
embedded.provide(embedded.DATA)

STATIC_ROOT = embedded.DATA / "static"
DOCUMENT_ROOT = embedded.DATA / "documents"
DEBUG = True
DEMO_MODE = env.flag("DEMO_MODE", True)
SECRET_KEY = "development-only-key-that-production-refuses-to-start-with"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.database() | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
CELERY_BROKER_URL = env.text("REDIS_URL", "memory://")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
