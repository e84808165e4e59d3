"""Tests: a pinned clock, tasks run at once, cheap password hashes."""

from datetime import UTC, datetime

from s117 import embedded
from s117.settings import env
from s117.settings.base import *  # noqa: F403

# The tests' own server, never the developer's data; the owner's role makes and drops test databases.
embedded.provide(embedded.DATA / "test", database_role=embedded.OWNER, broker=False)

SECRET_KEY = "test-only-key-that-production-refuses-to-start-with-at-all"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.database()}
FIXED_NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
FUNDED_NURSING_COUNCILS = frozenset({"NMC"})
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are found where they are written, not where a release collects them.
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
DOCUMENT_ROOT = embedded.DATA / "test" / "documents"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
