"""Settings of the tests, the type checker and the linters; the pytest plugin brings database and broker."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("PERSONAL_DATA_KEY", "only-for-tests-too")
os.environ.setdefault("DATABASE_URL", "postgresql://app@/app?host=/nonexistent")
os.environ.setdefault("REDIS_URL", "unix:///nonexistent?db=0")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from config.settings import *  # noqa: F403 -- the same settings, after the environment is set

CONN_MAX_AGE = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise would scan STATIC_ROOT once for every test client.
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
