"""Addresses of the API of talentpool."""

from django.urls import path

from talentpool import api

urlpatterns = [
    path("pools/", api.PoolListView.as_view(), name="api-pools"),
    path("pools/lending/", api.LendingPoolListView.as_view(), name="api-lending-pools"),
    path("loans/", api.LoanListView.as_view(), name="api-loans"),
    path("loans/<int:pk>/", api.LoanView.as_view(), name="api-loan"),
    path("loans/<int:pk>/arrival/", api.ArrivalView.as_view(), name="api-loan-arrival"),
    path("loans/<int:pk>/return/", api.ReturnView.as_view(), name="api-loan-return"),
    path("recoveries/", api.RecoveryListView.as_view(), name="api-recoveries"),
    path("recoveries/<int:pk>/", api.RecoveryView.as_view(), name="api-recovery"),
    path("recoveries/<int:pk>/confirm/", api.ConfirmView.as_view(), name="api-recovery-confirm"),
    path("recoveries/<int:pk>/refuse/", api.RefuseView.as_view(), name="api-recovery-refuse"),
]
