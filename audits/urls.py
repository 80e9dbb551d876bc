"""Addresses of audits."""

from django.urls import path

from audits import seal_views
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
]
