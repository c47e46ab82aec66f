"""The one settings file. Every value that differs between installations comes from the environment.

`.env.example` lists them all, with what they mean.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from dueregard.config import environment, keys, logs
from dueregard.config.databases import database

INVENTED_BODY = "Rowan Children and Family Court Service"
environment.refuse_unknown()
environment.refuse_contradictions(invented_body=INVENTED_BODY)

DEMO = environment.flag("DUEREGARD_DEMO")
DEBUG = environment.flag("DUEREGARD_DEBUG")
HTTPS = environment.flag("DUEREGARD_HTTPS", default=not (DEMO or DEBUG))
BIND = environment.text("DUEREGARD_BIND", "127.0.0.1")
PORT = environment.number("PORT", 8000, least=1, most=65535)

VAR = Path(environment.text("DUEREGARD_VAR", "var")).resolve()
BODY = environment.text("DUEREGARD_BODY", INVENTED_BODY)
JOB_LEASE_SECONDS = environment.seconds("DUEREGARD_JOB_LEASE", 15, least=0.1, most=3600)
UPLOAD_LIMIT_MB = environment.number("DUEREGARD_UPLOAD_LIMIT_MB", 200, least=1, most=10_000)
LEAVE_PAID_DAYS = environment.number("DUEREGARD_LEAVE_PAID_DAYS", 5, least=0, most=100)
WORKING_HOURS = environment.text("DUEREGARD_WORKING_HOURS", "09:00-17:00")
FEEDBACK_LINE = environment.text("DUEREGARD_FEEDBACK_LINE", "0808 157 0333")  # kept free for drama by Ofcom
FEEDBACK_DUTY_EMAIL = environment.text("DUEREGARD_FEEDBACK_DUTY_EMAIL")
FEEDBACK_KEPT_DAYS = environment.number("DUEREGARD_FEEDBACK_KEPT_DAYS", 365, least=30, most=3650)
LEAVE_PAID_FOR = environment.text("DUEREGARD_LEAVE_PAID_FOR", "employee,agency,student")
LEAVE_YEAR = environment.one_of("DUEREGARD_LEAVE_YEAR", ("fixed", "rolling"), "fixed")
LEAVE_YEAR_STARTS = environment.text("DUEREGARD_LEAVE_YEAR_STARTS", "04-01")
LEAVE_PRO_RATA = environment.flag("DUEREGARD_LEAVE_PRO_RATA", default=True)
LEAVE_CARRY_OVER_DAYS = environment.number("DUEREGARD_LEAVE_CARRY_OVER_DAYS", 0, least=0, most=100)
LEAVE_PAID_IS_STATUTORY = environment.flag("DUEREGARD_LEAVE_PAID_IS_STATUTORY")
# Working days of the answer clock (dueregard.voice.deadlines). Each issue keeps those in force when it was raised.
VOICE_ACKNOWLEDGE_WITHIN = environment.number("DUEREGARD_VOICE_ACKNOWLEDGE_WITHIN", 5, least=1, most=100)
VOICE_ANSWER_WITHIN = environment.number("DUEREGARD_VOICE_ANSWER_WITHIN", 20, least=1, most=200)
VOICE_LONGER_BY = environment.number("DUEREGARD_VOICE_LONGER_BY", 10, least=1, most=200)
VOICE_ESCALATE_AFTER = environment.number("DUEREGARD_VOICE_ESCALATE_AFTER", 5, least=1, most=100)
# The address people reach this site by. Links in messages begin with it, and passkeys are bound to its host.
ADDRESS = environment.url("DUEREGARD_ADDRESS", f"http://localhost:{PORT}")

# How messages leave the house (dueregard.post); what Django itself sends goes the same way.
MAIL = environment.one_of("DUEREGARD_MAIL", ("file", "console", "smtp", "notify"), "file")
MAIL_FROM = DEFAULT_FROM_EMAIL = environment.text("DUEREGARD_MAIL_FROM", "Due Regard <no-reply@localhost>")
SMTP_URL_WITH_PASSWORD = environment.text("DUEREGARD_SMTP_URL")
NOTIFY_KEY = environment.text("DUEREGARD_NOTIFY_KEY")
NOTIFY_TEMPLATE = environment.text("DUEREGARD_NOTIFY_TEMPLATE")
NOTIFY_URL = environment.url("DUEREGARD_NOTIFY_URL", "https://api.notifications.service.gov.uk")
EMAIL_BACKEND = "dueregard.post.django_mail.OutboxBackend"

KEYS_FILE = Path(environment.text("DUEREGARD_KEYS", str(VAR / "keys.json")))
_keys = keys.load(KEYS_FILE)
SECRET_KEY = _keys.signing
JOURNAL_KEY = _keys.journal
ENVELOPE_KEYS = _keys.envelopes
ALLOWED_HOSTS = environment.listed("DUEREGARD_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.origins("DUEREGARD_ORIGINS")

ROOT_URLCONF = "dueregard.config.urls"
WSGI_APPLICATION = "dueregard.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["dueregard.people.accounts.backend.PersonBackend"]
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
    "dueregard.policies",
    "dueregard.leave",
    "dueregard.decisions",
    "dueregard.voice",
    "dueregard.voice.collective",
    "dueregard.feedback",
    "dueregard.networks",
    "dueregard.statistics",
    "dueregard.records",
    "dueregard.thread",
    "dueregard.people",
    "dueregard.intake",
    "dueregard.jobs",
    "dueregard.post",
    "dueregard.journal",
    "dueregard.journal.ticks",
    "dueregard.access",
    "dueregard.almanac",
    "dueregard.design",
    # Not "allauth" itself, in which its templates are: a page of theirs that is not ours is an error, and never shown.
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "dueregard.config.middleware.RequestLines",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dueregard.access.middleware.AccessMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dueregard.networks.middleware.KeysMissingPage",
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
        environment.text("DUEREGARD_DATABASE_URL", f"sqlite:///{VAR / 'main.sqlite3'}"),
    ),
    # Networks and the anonymous half of voice: nothing here names a member (docs/adr/0008-two-databases.md).
    "commons": database(
        "DUEREGARD_COMMONS_URL",
        environment.text("DUEREGARD_COMMONS_URL", f"sqlite:///{VAR / 'commons.sqlite3'}"),
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

# Accounts (dueregard.people.accounts; docs/adr/0009-sign-in.md).
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "dueregard.people.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # nobody signs up; this says that signing in takes a password
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class, no secret)
ACCOUNT_FORMS = {"user_token": "dueregard.people.accounts.forms.LinkForm"}
# Limits by the address of a person; those by network are in dueregard.people.accounts.limits.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reset_password": "3/15m/key",
    "reset_password_from_key": None,
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "dueregard.people.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the organisation's own
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Due Regard"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # the code before is taken too, for those who type slowly; each code once
OIDC_URL = environment.url("DUEREGARD_OIDC_URL")
OIDC_CLIENT_ID = environment.text("DUEREGARD_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = environment.text("DUEREGARD_OIDC_CLIENT_SECRET")
OIDC_NAME = environment.text("DUEREGARD_OIDC_NAME", "your organisation")
SOCIALACCOUNT_ADAPTER = "dueregard.people.accounts.openid.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# How many proxies of our own stand in front and say from which address a request came.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("DUEREGARD_PROXIES", 0, least=0, most=10)

# What all processes count together, such as attempts to sign in. Nothing is pushed out before it is over: whoever
# fills the table must not be able to make us forget their attempts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

LOGGING = logs.configuration()
