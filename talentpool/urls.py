"""Addresses of talentpool."""

from django.urls import path

from talentpool import views

app_name = "talentpool"

urlpatterns = [
    path("pool/", views.BoardView.as_view(), name="board"),
    path("pool/new/", views.found_pool, name="found_pool"),
    path("pool/loans/", views.LedgerView.as_view(), name="loans"),
    path("pool/loans/<int:pk>/", views.LoanView.as_view(), name="loan"),
    path("pool/loans/<int:pk>/arrival/", views.arrive, name="arrive"),
    path("pool/recoveries/<int:pk>/", views.RecoveryView.as_view(), name="recovery"),
    path("pool/recoveries/<int:pk>/decision/", views.decide, name="decide_recovery"),
]
