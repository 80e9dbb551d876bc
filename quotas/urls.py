"""Addresses of quotas."""

from django.urls import path

from quotas import views
from quotas.views import requests

app_name = "quotas"

urlpatterns = [
    path("cases/<str:number>/counts/", requests.propose_counts, name="propose_counts"),
    path("quotas/", views.OverviewView.as_view(), name="overview"),
    path("quotas/units/<str:code>/", views.RegionUnitsView.as_view(), name="region_units"),
    path("quotas/statement/<str:code>/", views.RegionStatementView.as_view(), name="region_statement"),
    path("quotas/transfers/<int:pk>/", views.TransferView.as_view(), name="transfer"),
    path("quotas/exceptions/", views.ExceptionListView.as_view(), name="exceptions"),
    path("quotas/exceptions/add/", views.add_exception, name="add_exception"),
    path("quotas/periods/", views.PeriodListView.as_view(), name="periods"),
    path("quotas/periods/close/", views.close, name="close"),
    path("quotas/types/", views.TypeListView.as_view(), name="types"),
    path("units/<str:number>/statement/", views.UnitStatementView.as_view(), name="unit_statement"),
]
