"""Development and the demo: the demo's one-click sign-in on, and the pages that people would see."""

from s117 import embedded
from s117.settings import env
from s117.settings.base import *  # noqa: F403

# Fills in DATABASE_URL and REDIS_URL where they are unset.
embedded.provide(embedded.DATA)

STATIC_ROOT = embedded.DATA / "static"
# Static files are served before they are ever collected.
WHITENOISE_USE_FINDERS = True
DOCUMENT_ROOT = embedded.DATA / "documents"
# Off unless asked for, so that whoever tries the demo meets the service's own error pages.
DEBUG = env.flag("DEBUG", False)
DEMO_MODE = env.flag("DEMO_MODE", True)
# Northmoor, a council of the demonstration, has funded nursing care paid beside aftercare.
FUNDED_NURSING_COUNCILS = frozenset(env.listing("S117_FUNDED_NURSING_COUNCILS", ["NMC"] if DEMO_MODE else []))
STYLEGUIDE = True
SECRET_KEY = "development-only-key-that-production-refuses-to-start-with"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.database() | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
CELERY_BROKER_URL = env.text("REDIS_URL", "memory://")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
