"""Production: nothing is guessed. What is missing or unsafe stops the start with one sentence."""

from s117.settings import env
from s117.settings.base import *  # noqa: F403
from s117.settings.base import BASE_DIR

DEBUG = STYLEGUIDE = DEMO_MODE = False
if env.flag("DEMO_MODE", False):
    raise env.Misconfigured("DEMO_MODE is for the demonstration: its password is published.")

# --- Secrets and names: no defaults ---------------------------------------------------------------

SECRET_KEY = env.secret("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or "production-refuses" in SECRET_KEY:
    raise env.Misconfigured("SECRET_KEY must be 50 or more random characters.")
SECRET_KEY_FALLBACKS = [key for key in [env.secret("SECRET_KEY_PREVIOUS", "")] if key]
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise env.Misconfigured("ALLOWED_HOSTS must name each host in full, without * or a leading dot.")
SERVICE_ADDRESS = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# --- Servers --------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database() | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True},
}
CELERY_BROKER_URL = env.secret("REDIS_URL")
DOCUMENT_ROOT = env.folder("DOCUMENT_ROOT")
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / ".data" / "static")
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")

# --- Only ever by HTTPS ---------------------------------------------------------------------------

# The proxy in front must set this header itself and drop what a client sends (docs/operators-guide.md).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Health is asked for inside the network, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# A cookie with this prefix is refused by browsers unless it is secure, for this host alone and for all of it.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
