"""The one settings file. Every value that differs between installations comes from the environment.

`.env.example` lists them all, with what they mean.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from dueregard.config import keys
from dueregard.config.databases import database


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default) == "1"


DEMO = _flag("DUEREGARD_DEMO")
DEBUG = _flag("DUEREGARD_DEBUG")
HTTPS = _flag("DUEREGARD_HTTPS", "0" if DEMO or DEBUG else "1")

VAR = Path(os.environ.get("DUEREGARD_VAR", "var")).resolve()
BODY = os.environ.get("DUEREGARD_BODY", "Rowan Children and Family Court Service")
BODY_IS_INVENTED = "DUEREGARD_BODY" not in os.environ
JOB_LEASE_SECONDS = float(os.environ.get("DUEREGARD_JOB_LEASE", "15"))
UPLOAD_LIMIT_MB = int(os.environ.get("DUEREGARD_UPLOAD_LIMIT_MB", "200"))

KEYS_FILE = Path(os.environ.get("DUEREGARD_KEYS", VAR / "keys.json"))
_keys = keys.load(KEYS_FILE)
SECRET_KEY = _keys.signing
JOURNAL_KEY = _keys.journal
ENVELOPE_KEYS = _keys.envelopes
ALLOWED_HOSTS = os.environ.get("DUEREGARD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("DUEREGARD_ORIGINS", "").split(",") if origin]

ROOT_URLCONF = "dueregard.config.urls"
WSGI_APPLICATION = "dueregard.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "rules",
    "dueregard.config",
    "dueregard.demo",
    "dueregard.statistics",
    "dueregard.people",
    "dueregard.intake",
    "dueregard.jobs",
    "dueregard.journal",
    "dueregard.journal.ticks",
    "dueregard.access",
    "dueregard.almanac",
    "dueregard.design",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dueregard.access.middleware.AccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "dueregard.design.context.chrome",
            ],
            "builtins": ["dueregard.design.templatetags.govuk"],
        },
    }
]
FORM_RENDERER = "dueregard.design.forms.GovukRenderer"

DATABASES = {
    "default": database(
        "DUEREGARD_DATABASE_URL",
        os.environ.get("DUEREGARD_DATABASE_URL") or f"sqlite:///{VAR / 'main.sqlite3'}",
    ),
    # Networks and the anonymous half of voice: nothing here names a member (docs/adr/0008-two-databases.md).
    "commons": database(
        "DUEREGARD_COMMONS_URL",
        os.environ.get("DUEREGARD_COMMONS_URL") or f"sqlite:///{VAR / 'commons.sqlite3'}",
    ),
}
DATABASE_ROUTERS = ["dueregard.config.router.Router"]

# A fault between two writes of one request must undo the first, and actions open their own transactions.
ATOMIC_REQUESTS = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# Nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; a health check over plain HTTP must work

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "dueregard": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
