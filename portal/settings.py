"""Settings, all read from the environment (`.env.example` lists every one).

A value that is missing or wrong stops the start with a sentence that says what to do.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF

from portal import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / ".env")

DEBUG = env.boolean("DEBUG", default=False)
DATA_DIR = env.directory("DATA_DIR", default=BASE_DIR / "var")
SECRET_KEY = env.secret_key("SECRET_KEY", keep_in=DATA_DIR / "secret-key")
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.port("PORT", default=8000)
BASE_URL = env.url("BASE_URL", default=f"http://{HOST}:{PORT}")
# The machine's own names are always answered: health checks ask from there.
ALLOWED_HOSTS = [
    *env.names("ALLOWED_HOSTS", default=[HOST, str(urlsplit(BASE_URL).hostname)]),
    *("localhost", "127.0.0.1", "[::1]"),
]
REDIS_URL = env.redis_url("REDIS_URL")
CLAMAV = env.virus_scanner("CLAMAV")

# Without a server, mail and text messages become files in DATA_DIR.
_MAIL_SERVER = env.mail_server("EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = _MAIL_SERVER.host, _MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL_SERVER.user, _MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_SERVER.starts_tls, _MAIL_SERVER.is_tls
DEFAULT_FROM_EMAIL = env.mail_address("EMAIL_FROM", default="motcua@localhost")
SMS_GATEWAY_URL = env.optional_url("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = env.text("SMS_GATEWAY_TOKEN", default="")

INSTALLED_APPS = [
    "portal",
    "dossiers",
    "initiatives",
    "surveys",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.SqueezePublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.keep_pages_private",
    "portal.middleware.explain_refusals",
    "portal.middleware.refuse_what_no_page_takes",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dossiers.context.frame",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", sqlite_in=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache(REDIS_URL)}

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "portal:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "portal/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "portal.addresses.client_address"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.locales"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "portal.staticfiles.BundledStaticFilesStorage"},
}
# Fonts are there for documents; squeezing them would take longer than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["gz", "br", "png", "jpg", "ico", "ttf"]
MEDIA_ROOT = DATA_DIR / "files"
# Certificates of the authorities whose signatures on results are trusted; nothing is fetched from elsewhere.
SIGNATURE_ROOTS = env.directory("SIGNATURE_ROOTS", default=DATA_DIR / "signature-roots")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_REQUEST_BYTES = 24 * 1024 * 1024  # an import sheet of 20 MB and the form around it

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [
    r"^(healthz|readyz)$"
]  # asked inside the machine, behind the proxy that speaks https
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# HSTS for subdomains, and for good in browsers' lists, is for the owner of the whole domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = env.broker(REDIS_URL, queue_in=DATA_DIR / "queue")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "resume-abandoned-jobs": {"task": "portal.tasks.resume_abandoned_jobs", "schedule": 60.0},
    "forget-old-drafts": {"task": "dossiers.tasks.forget_old_drafts", "schedule": 6 * 3600.0},
    "close-queues": {"task": "dossiers.tasks.close_queues", "schedule": crontab(hour="0-6", minute="20")},
    "put-decisions-into-effect": {"task": "dossiers.tasks.put_decisions_into_effect", "schedule": 600.0},
    "draft-apologies": {"task": "dossiers.tasks.draft_apologies", "schedule": 3600.0},
    "send-messages": {
        "task": "dossiers.tasks.send_messages",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "tell-saved-searches": {
        "task": "dossiers.tasks.tell_saved_searches",
        "schedule": crontab(hour="7-17", minute="5"),
    },
    "remind-officers": {"task": "dossiers.tasks.remind_officers", "schedule": crontab(hour="7", minute="0")},
    "remind-of-appointments": {
        "task": "dossiers.tasks.remind_of_appointments",
        "schedule": crontab(hour="8-16", minute="15"),
    },
    "remind-of-help": {
        "task": "dossiers.tasks.remind_of_help",
        "schedule": crontab(hour="7-9", minute="10"),
    },
    "remind-of-documents": {
        "task": "dossiers.tasks.remind_of_documents",
        "schedule": crontab(hour="7-9", minute="15"),
    },
    "remind-of-silent-teams": {
        "task": "initiatives.tasks.remind_of_silent_teams",
        "schedule": crontab(hour="7", minute="15"),
    },
    "remind-of-feedback": {
        "task": "dossiers.tasks.remind_of_feedback",
        "schedule": crontab(hour="7-9", minute="10"),
    },
    "remind-of-replication": {
        "task": "initiatives.tasks.remind_of_replication",
        "schedule": crontab(hour="7-9", minute="25"),
    },
}
# Embedded, a job runs in a child process that ends, so that the resting processes stay small.
JOBS_IN_CHILD = not REDIS_URL
JOB_HANDLERS = {
    "check-worker": "portal.worker_check.work_off",
    "import-dossiers": "dossiers.importing.batches.work_off",
    "process-scans": "dossiers.papers.processing.work_off",
    "read-document": "dossiers.documents.files.work_off",
    "read-scan": "dossiers.papers.reading.work_off",
    "split-stack": "dossiers.papers.stacks.work_off",
    "print-register": "dossiers.printing.registers.work_off",
    "print-posters": "dossiers.posting.printing.work_off",
    "build-report": "reports.building.work_off",
    "remind-officers": "dossiers.messaging.reminding.work_off",
    "move-due-dates": "dossiers.office_days.work_off",
    "hand-over-units": "dossiers.reorganising.work_off",
}

# What an official document may be linked with beside documents and dossiers: kind → (who looks, key) → (name,
# path), or None where that is none of theirs.
DOCUMENT_LINKS = {"report": "reports.document_links.named"}

# Who started one of these reads under the bell how it ended: job → (sentence, path).
JOB_NOTICES = {
    "import-dossiers": "dossiers.importing.batches.notice",
    "print-register": "dossiers.printing.registers.notice",
    "print-posters": "dossiers.posting.printing.notice",
    "move-due-dates": "dossiers.office_days.notice",
    "hand-over-units": "dossiers.reorganising.notice",
    "build-report": "reports.building.notice",
}

# Whether there is such a record of some units: (codes, unit ids) → the codes that they have.
RECORD_LOOKUPS = {"dossier": "dossiers.existence.known"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What a signature is worth stands in the record; the library's lines would name the signer.
    "loggers": {"pyhanko": {"level": "CRITICAL"}, "pyhanko_certvalidator": {"level": "CRITICAL"}},
}
