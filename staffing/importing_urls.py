"""Addresses of imports."""

from django.urls import path

from staffing import importing_api as api
from staffing.views import importing as views

urlpatterns = [
    path("imports/", views.import_list, name="imports"),
    path("imports/new/<slug:kind>/", views.import_new, name="import_new"),
    path("imports/template/<slug:kind>/", views.import_template, name="import_template"),
    path("imports/<int:pk>/", views.import_detail, name="import"),
    path("imports/<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/errors/", views.import_errors, name="import_errors"),
]
api_urlpatterns = [
    path("imports/", api.ImportListView.as_view(), name="api-imports"),
    path("imports/<int:pk>/", api.ImportDetailView.as_view(), name="api-import"),
    path("imports/<int:pk>/confirm/", api.ImportConfirmView.as_view(), name="api-import-confirm"),
    path("imports/<int:pk>/cancel/", api.ImportCancelView.as_view(), name="api-import-cancel"),
]
