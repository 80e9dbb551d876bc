"""All addresses: each app names its own pages in `urls` and its API in `api_urls`."""

from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import healthz, readyz

handler400 = "accounts.error_pages.bad_request"
handler403 = "accounts.error_pages.permission_denied"
handler404 = "accounts.error_pages.not_found"
handler500 = "accounts.error_pages.server_error"

APPS = ["accounts", "units", "approvals", "quotas", "staffing", "talentpool", "audits"]

api_urls: list[URLPattern | URLResolver] = [
    *(path("", include(f"{app}.api_urls")) for app in APPS),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs/",
        csp_update({"style-src": ["'unsafe-inline'"]})(SpectacularSwaggerSplitView.as_view(url_name="schema")),
        name="docs",
    ),
]

urlpatterns = [
    path("healthz", login_not_required(healthz), name="healthz"),
    path("readyz", login_not_required(readyz), name="readyz"),
    path("api/v1/", include(api_urls)),
    path("admin/", admin.site.urls),
    *(path("", include(f"{app}.urls")) for app in APPS),
]
