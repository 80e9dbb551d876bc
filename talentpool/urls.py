"""Addresses of talentpool."""

from django.urls import path

from talentpool.views import loans, pools, recoveries

app_name = "talentpool"

urlpatterns = [
    path("pool/", pools.BoardView.as_view(), name="board"),
    path("pool/new/", pools.found_pool, name="found_pool"),
    path("pool/loans/", loans.LedgerView.as_view(), name="loans"),
    path("pool/loans/print/", loans.PrintView.as_view(), name="print_loans"),
    path("pool/loans/<int:pk>/", loans.LoanView.as_view(), name="loan"),
    path("pool/loans/<int:pk>/arrival/", loans.arrive, name="arrive"),
    path("pool/loans/<int:pk>/return/", loans.give_back, name="give_back"),
    path("pool/recoveries/<int:pk>/", recoveries.RecoveryView.as_view(), name="recovery"),
    path("pool/recoveries/<int:pk>/decision/", recoveries.decide, name="decide_recovery"),
]
