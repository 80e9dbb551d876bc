"""Addresses of the API of quotas."""

from django.urls import path

from quotas.api import (
    BalanceView,
    CountsView,
    ExceptionListView,
    PeriodListView,
    QuotaTypeListView,
    StatementView,
    TransferListView,
)

urlpatterns = [
    path("quotas/types/", QuotaTypeListView.as_view(), name="api-quota-types"),
    path("quotas/balances/", BalanceView.as_view(), name="api-balances"),
    path("quotas/statement/", StatementView.as_view(), name="api-statement"),
    path("quotas/transfers/", TransferListView.as_view(), name="api-transfers"),
    path("quotas/exceptions/", ExceptionListView.as_view(), name="api-quota-exceptions"),
    path("quotas/periods/", PeriodListView.as_view(), name="api-periods"),
    path("cases/<str:number>/counts/", CountsView.as_view(), name="api-case-counts"),
]
