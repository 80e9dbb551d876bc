"""Settings from the environment. What is unsafe to guess has no default and is refused with one sentence."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logs import logging_config
from config.redis_urls import broker_url, cache_url

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent


def required(name: str, purpose: str) -> str:
    """The variable's value, or one clear sentence: the demo and the tests bring their own."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {purpose} 请设置环境变量 {name}。(`make demo` needs none.)")
    return str(value)


# The house
DEMO = env.bool("BIANHENG_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEMO)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
DATA = Path(env.str("BIANHENG_DATA", default=str(ROOT / ".var"))).resolve()
SECRET_KEY = required("SECRET_KEY", "a long random text that signs sessions.")
PERSONAL_DATA_KEY = required("PERSONAL_DATA_KEY", "a long random text that encrypts ID numbers; keep it.")
# The machine itself may always ask, as health checks do.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",
    "units.apps.UnitsConfig",
    "approvals.apps.ApprovalsConfig",
    "quotas.apps.QuotasConfig",
    "staffing.apps.StaffingConfig",
    "talentpool.apps.TalentpoolConfig",
    "audits.apps.AuditsConfig",
    "accounts.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "accounts.middleware.RequestIdMiddleware",
    "accounts.middleware.InputGuardMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.navigation",
                "units.context_processors.standing",
            ],
        },
    },
]

FORM_RENDERER = "accounts.form_renderer.Renderer"

# Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Data. Use cases open their own durable transactions, so requests open none.
_database = environ.Env.db_url_config(required("DATABASE_URL", "the PostgreSQL database, postgresql://…."))
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        # The sums of a whole province are added up in memory instead of on disk.
        "OPTIONS": {"options": "-c work_mem=16MB", **_database.get("OPTIONS", {})},
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = required("REDIS_URL", "the Redis of broker and cache, redis://….")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": cache_url(REDIS_URL),
        "KEY_PREFIX": "bianheng",
    }
}
MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# History is written by triggers (accounts.history), so no door can leave it out.
SIMPLE_HISTORY_ENABLED = False

# Static files
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA / "static")))
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
    ),
]
SESSION_COOKIE_AGE = 12 * 3600
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.error_pages.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_address"

# Transport and browser
CSRF_FAILURE_VIEW = "accounts.error_pages.csrf_failed"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if HTTPS else 0
# Subdomains and browsers' preload lists belong to whoever owns the domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
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
        "object-src": [NONE],
    }
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api_errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "编衡 API",
    "DESCRIPTION": "机构编制管理:单位、编制账、办件与公文。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.api_schema.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ActionEnum": "approvals.models.Action",
        "CaseStateEnum": "approvals.models.State",
        "DocumentKindEnum": "approvals.models.Document.Kind",
        "MeetingKindEnum": [("office_meeting", "室务会"), ("committee", "编委会")],
        "RegionLevelEnum": "units.models.region.RegionLevel",
        "MeetingStateEnum": "approvals.models.Meeting.State",
        "UnitStateEnum": "units.serializers.STATES",
        "UnitNatureEnum": "units.models.unit.Nature",
        "QuotaNatureEnum": "quotas.models.QuotaType.Nature",
        "BucketEnum": "quotas.models.Bucket",
        "DivisionKindEnum": "units.models.division.DivisionKind",
        "ImportKindEnum": "staffing.models.ImportKind",
        "ImportStateEnum": "staffing.models.ImportState",
        "LineageKindEnum": "units.models.lineage.LineageKind",
        "ChannelEnum": "staffing.models.Channel",
        "JointVerdictEnum": "approvals.models.JointReview.Verdict",
        "ChangeStateEnum": "staffing.models.SheetState",
        "ChangeVerdictEnum": "staffing.models.Verdict",
        "ContractKindEnum": "staffing.models.engagement.HEAD_CHOICES",
        "SlipKindEnum": "staffing.models.Slip.Kind",
        "PoolKindEnum": "quotas.models.Pool.Kind",
        "PhotoKindEnum": "staffing.models.Photo.Kind",
        "LoanStateEnum": "talentpool.models.LoanState",
        "RecoveryStateEnum": "talentpool.models.Recovery.State",
        "FormEnum": "approvals.models.Argument.Form",
        "ResultEnum": "approvals.models.AgendaItem.Result",
        "BodyFormEnum": "units.models.coordinating.BodyForm",
        "ExitReasonEnum": "staffing.models.codes.ExitReason",
        "BodyExitReasonEnum": "units.models.coordinating.ExitReason",
        "CertificateEndReasonEnum": "units.models.certificate.ReturnReason",
        "CertificateResultEnum": "units.models.certificate.ReviewResult",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Reminders go out as a daily digest; without a mail server they stay on the first page.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="bianheng@localhost")

# Background work. Scheduled checks are due by "<= now" and safe to run twice, so one tick serves them all.
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    # A tick that found no worker in its time is one too many: the next one does the same.
    "run due checks": {"task": "approvals.tasks.run_due_checks", "schedule": 5 * 60, "options": {"expires": 5 * 60}},
}

LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO"))
