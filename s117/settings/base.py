"""Settings that every environment shares, in labelled blocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from csp import constants as csp

from s117.settings import env
from s117.settings.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parents[2]

# --- The project -------------------------------------------------------------------------------

SERVICE_NAME = "S117"
# Where people reach the site: what e-mails and calendar entries lead to.
SERVICE_ADDRESS = "http://localhost:8000"
ROOT_URLCONF = "s117.urls"
WSGI_APPLICATION = "s117.wsgi.application"
DEBUG = False
# Demo people, their published password and one-click sign-in: development settings alone turn it on.
DEMO_MODE = False
# The page of every component, for those who write templates: development settings alone.
STYLEGUIDE = False
# Tests and the demo may pin the clock (s117.web.clock); None is the real time.
FIXED_NOW: datetime | None = None

INSTALLED_APPS = [
    "s117",
    "s117.accounts",
    "s117.audit",
    "s117.web",
    "s117.documents",
    "cases",
    "assessments",
    "careplans",
    "funding",
    "s117.dashboards",
    "s117.api",
    "s117.accounts.admin_site.AdminSite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
]

MIDDLEWARE = [
    "s117.web.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "s117.web.middleware.SecurityHeaders",
    "s117.web.middleware.RefuseNul",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "s117.web.request_actor.RequestActorMiddleware",
    "s117.web.middleware.SessionTimeout",
]

# --- Database ----------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The role that web, worker and beat connect as; `grant_app_role` gives it its rights.
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "s117_app")

# --- Templates and forms -----------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "s117.web.jinja.environment",
            "context_processors": ["s117.web.jinja.page_context"],
        },
    },
    {
        # Pages that libraries bring: the admin site.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "s117.web.renderer.FormRenderer"

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# --- Accounts ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "s117.web.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "s117.web.account_forms.SignInForm",
    "change_password": "s117.web.account_forms.ChangePasswordForm",
    "reset_password": "s117.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "s117.web.account_forms.ResetPasswordKeyForm",
}
# Many people of one council share an address, so the limits by address are wide; by account they are not.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home_view"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# --- Sessions: in the database, because a save may depend on nothing else ------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=30)
SESSION_WARNING = timedelta(minutes=2)
SESSION_ABSOLUTE = timedelta(hours=12)
CSRF_COOKIE_HTTPONLY = True

# --- Rate limits: their counters live in the database too ---------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Static files and documents ----------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".data" / "static"
DOCUMENT_ROOT = BASE_DIR / ".data" / "documents"

# --- Background work ---------------------------------------------------------------------------

CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_TIMEZONE = "Europe/London"
CELERY_ENABLE_UTC = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Longer than the time limit of a task, so that no task runs twice for being slow.
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "global_keyprefix": "s117:",
}
# The rows behind the jobs, each with a status and the time it was asked for: model -> statuses that wait.
JOB_ROWS = {
    "careplans.PlanDocument": ["requested", "rendering"],
    "careplans.DocumentBatch": ["requested"],
    "careplans.Digest": ["requested", "sending"],
    "funding.Schedule": ["requested"],
    "funding.ReportRun": ["requested", "rendering"],
    "funding.UpliftRun": ["applying"],
    "cases.SuccessionRun": ["requested"],
    "funding.PanelPack": ["requested", "rendering"],
}
# What a save may wait for the broker at most; the sweep finds what could not be rung for.
DOORBELL_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "socket_timeout": 0.3,
    "socket_connect_timeout": 0.3,
    "max_retries": 0,
}

# --- Practice settings: policy, not law (practice 1.5) -------------------------------------------

# Pence a week from which a service is on the report of high costs. Councils set their own figure; a panel
# commonly looks again at what costs more than £2,000.00 a week.
HIGH_COST_WEEKLY_PENCE = 200_000
# Pence that a line of a provider's invoice may differ from the schedule, either way (practice 4.4, rule 6).
INVOICE_TOLERANCE_PENCE = 100
# Working days in which a council answers another body's query about a line of its schedule: local protocols
# commonly give two weeks.
LINE_QUERY_WORKING_DAYS = 10
FIRST_REVIEW_DAYS = 42
ROUTINE_REVIEW_MONTHS = 12
REVIEW_DUE_SOON_DAYS = 28
# The hour of the London day from which the daily e-mail of new notices goes out.
DIGEST_HOUR = 7
FOLLOW_UP_DAYS = 3
FOLLOW_UP_HOURS = 72
ALLOCATION_WORKING_DAYS = 5
DETERMINATION_WORKING_DAYS = 10
# The steps of a dispute (rule X-3), each with its target in working days from the day the dispute arose. The
# law gives the steps and the four months; the days are practice (1.5: 20 working days local, then escalate).
DISPUTE_STEP_WORKING_DAYS = {
    "contacts": 5,
    "person_told": 5,
    "information": 10,
    "dialogue": 20,
    "escalated": 20,
    "escalated_again": 40,
}
# A body that is asked to take over care coordination answers within this time [P]: as for determinations.
TRANSFER_WORKING_DAYS = 10
# How many rows a code list must have to be loaded, by kind of body; a file with fewer or more is taken for a
# part of one. Change a number when bodies are made or abolished; leave a kind out to load any number.
REFERENCE_ROW_COUNTS = {
    kind: int(count)
    for kind, _, count in (
        part.partition("=") for part in env.listing("S117_REFERENCE_ROW_COUNTS", ["council=153", "icb=48"])
    )
}
# Councils, by code, whose agreement with the other bodies lets funding schedules carry NHS numbers; others
# print the reference, initials and year of birth (data minimisation, practice 4.2).
SCHEDULE_NHS_NUMBER_COUNCILS: frozenset[str] = frozenset()
# Councils, by code, whose policy has NHS-funded nursing care paid beside aftercare. Elsewhere it cannot be
# recorded: whether it may be is not settled (law M-10).
FUNDED_NURSING_COUNCILS = frozenset(env.listing("S117_FUNDED_NURSING_COUNCILS", []))
# Pence a week that the NHS pays by band, by the day from which it holds: add a line each April.
FUNDED_NURSING_RATES = {
    "2025-04-01": {"standard": 25_406, "higher": 34_950},
    "2026-04-01": {"standard": 26_768, "higher": 36_824},
}
# What each finance code looks like, as a regular expression for the whole of it (practice 4.2). A code that
# is missing holds nobody up; one that does not fit is refused, so that the ledger can load what is exported.
FINANCE_CODE_PATTERNS = {
    name: env.text(f"S117_{name.upper()}_PATTERN", "[A-Za-z0-9 ./-]+")
    for name in ("cost_centre", "subjective_code", "po_reference", "project_code", "budget_code", "vat_code")
}

# The Mental Health Act 2025 changes to section 117, by nation. Empty until a commencement order
# names a day: never assumed (law.md 3.4).
MHA2025_S46_2_COMMENCED_ON: dict[str, str] = {}
MHA2025_S46_3_COMMENCED_ON: dict[str, str] = {}
# The nominated person in place of the nearest relative. Empty until a commencement order names a day.
MHA2025_S24_COMMENCED_ON = ""

# --- API ---------------------------------------------------------------------------------------

API_REQUESTS_A_MINUTE = 120

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.URLPathVersioning",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "S117 API",
    "DESCRIPTION": "Read-only access to the section 117 register for other systems of the same organisation.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- Security headers that Django itself sets; the rest is in s117.web --------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "s117.web.errors.csrf_failure"
# The whole policy: no inline script without the nonce, no inline style, nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        "object-src": [csp.NONE],
        "manifest-src": [csp.SELF],
    }
}
# A virus scanner that is asked about every file that people add; empty for none.
ANTIVIRUS = env.scanner("S117_ANTIVIRUS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# --- Logging: names and figures, never what people typed ----------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        # Our own line for each job says it (s117.jobs.task); Celery's say when one fails.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
