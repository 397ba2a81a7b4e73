"""One flat file of settings; what differs between installations comes from the environment."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from obrady.config import environment as env
from obrady.config import keys

# Places
PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.folder("OBRADY_DATA", default=Path.cwd() / "var")
# Nobody else on the machine reads what people wrote here.
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
KEY_FILE = env.folder("OBRADY_KEY_FILE", default=DATA.with_name(DATA.name + ".key"))
OBRADY_MASTER_KEY = keys.load_or_create(key_file=KEY_FILE, data=DATA)

# What kind of installation this is
DEBUG = env.flag("OBRADY_DEBUG")
OBRADY_DEMO = env.flag("OBRADY_DEMO")
OBRADY_FIXED_NOW = env.text("OBRADY_FIXED_NOW")
OBRADY_PUBLIC_ADDRESS = env.text("OBRADY_PUBLIC_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
OBRADY_PROOF_OF_WORK_COST = env.whole_number("OBRADY_PROOF_OF_WORK_COST", default=20000)
SECRET_KEY = keys.derive(OBRADY_MASTER_KEY, purpose="django secret key")
ALLOWED_HOSTS = env.words("OBRADY_ALLOWED_HOSTS", default="*" if OBRADY_DEMO else "127.0.0.1,localhost,[::1]")
if "OBRADY_ALLOWED_HOSTS" not in os.environ:
    ALLOWED_HOSTS += env.host_in("OBRADY_PUBLIC_ADDRESS")

# Applications, in the order of a meeting's life
INSTALLED_APPS = [
    "obrady.stages.ledger",
    "obrady.stages.organisations",
    "obrady.stages.people",
    "obrady.stages.meetings",
    "obrady.stages.team",
    "obrady.stages.letters",
    "obrady.stages.intake",
    "obrady.stages.announcements",
    "obrady.stages.outreach",
    "obrady.stages.applications",
    "obrady.stages.draws",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "obrady.doors.web.parts.errors.refusals",
]
ROOT_URLCONF = "obrady.config.urls"
WSGI_APPLICATION = "obrady.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((PACKAGE / "doors" / "web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "obrady.doors.web.parts.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "obrady.doors.web.parts.tags"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# Data
DATABASES = {"default": env.database("OBRADY_DATABASE_URL", sqlite_file=DATA / "obrady.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "media"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# People who sign in
AUTH_USER_MODEL = "people.StaffAccount"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "team"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_PARAMETERS = "obrady.doors.web.people.guessing.counted_by"
AXES_CLIENT_IP_CALLABLE = "obrady.doors.web.people.guessing.address_of"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
# Of allauth the second factor alone is used: its tables and its codes, inside our own pages.
MFA_ADAPTER = "obrady.workshop.second_factor.sealing.SealingAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

# Languages and time. English is the language of the sources, Polish the one of the house.
LANGUAGE_CODE = "pl"
# Each is called by its own name, whatever the language of the page: whoever looks for theirs finds it.
LANGUAGES = [("pl", "polski"), ("uk", "українська"), ("en", "English")]
LOCALE_PATHS = [*sorted((PACKAGE / "doors" / "web").glob("*/phrases")), *sorted((PACKAGE / "stages").glob("*/phrases"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Files that the browser asks for
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = sorted((PACKAGE / "doors" / "web").glob("*/static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if env.flag("OBRADY_COLLECTED")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not env.flag("OBRADY_COLLECTED")

# Safety in the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
OBRADY_HTTPS = OBRADY_PUBLIC_ADDRESS.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if OBRADY_HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if OBRADY_HTTPS else 0
OBRADY_BEHIND_PROXY = env.flag("OBRADY_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OBRADY_BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OBRADY_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [OBRADY_PUBLIC_ADDRESS]
CSRF_FAILURE_VIEW = "obrady.doors.web.parts.errors.csrf_failure"

# Letters; without a server they wait safely
OBRADY_MAIL_FROM = env.text("OBRADY_MAIL_FROM", default="obrady@localhost")
OBRADY_SMTP_HOST = env.text("OBRADY_SMTP_HOST")
OBRADY_SMTP_PORT = env.whole_number("OBRADY_SMTP_PORT", default=587)
OBRADY_SMTP_USER = env.text("OBRADY_SMTP_USER")
OBRADY_SMTP_PASSWORD = env.text("OBRADY_SMTP_PASSWORD")
OBRADY_SMTP_SECURITY = env.one_of("OBRADY_SMTP_SECURITY", "starttls", "tls", "none")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "obrady.workshop.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Whoever knocks with a foreign name is refused; a trace of each would fill the log.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
