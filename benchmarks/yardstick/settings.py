"""What `startproject` gives, with this project's database and models."""

from config.settings import *  # noqa: F403 -- the same database, sessions and secret
from config.settings import DATABASES, INSTALLED_APPS  # noqa: F401 -- named, so that a rename is noticed

ROOT_URLCONF = "benchmarks.yardstick.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.yardstick"]
