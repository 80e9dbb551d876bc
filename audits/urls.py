"""Addresses of audits."""

from django.urls import path

from audits.views import record_history, search

app_name = "audits"

urlpatterns = [
    path("history/", search, name="search"),
    path("history/<slug:model>/<int:pk>/", record_history, name="history"),
]
