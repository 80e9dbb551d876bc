"""Addresses of audits."""

from django.urls import path

from audits import report_views, seal_views
from audits.views import record_history, search

app_name = "audits"

urlpatterns = [
    path("history/", search, name="search"),
    path("history/<slug:model>/<int:pk>/", record_history, name="history"),
    path("history/<slug:model>/<int:pk>/proof/<int:version>/", seal_views.history_proof, name="history_proof"),
    path("seals/", seal_views.chain, name="seals"),
    path("seals/report/", seal_views.report, name="seal_report"),
    path("seals/proof/", seal_views.transfer_proof, name="transfer_proof"),
    path("seals/verify_offline.py", seal_views.verifier, name="verifier"),
    path("reports/", report_views.report_list, name="reports"),
    path("reports/announce/", report_views.announce, name="announce_report"),
    path("reports/<int:pk>/", report_views.report, name="report"),
    path("reports/<int:pk>/lines/", report_views.report_lines, name="report_lines"),
    path("reports/<int:pk>/check/", report_views.check, name="check_report"),
    path("reports/<int:pk>/sign/", report_views.sign, name="sign_report"),
    path("reports/<int:pk>/withdraw/", report_views.withdraw, name="withdraw_report"),
]
