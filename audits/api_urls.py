"""Addresses of the API of audits."""

from django.urls import path

from audits import api

urlpatterns = [
    path("reports/", api.ReportListView.as_view(), name="api-reports"),
    path("reports/<int:pk>/", api.ReportView.as_view(), name="api-report"),
    path("reports/<int:pk>/lines/", api.ReportLineListView.as_view(), name="api-report-lines"),
]
