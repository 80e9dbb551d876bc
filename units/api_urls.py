from django.urls import path

from units.api import MeView, RegionListView, UnitDetailView, UnitListView

urlpatterns = [
    path("me/", MeView.as_view(), name="api-me"),
    path("regions/", RegionListView.as_view(), name="api-regions"),
    path("units/", UnitListView.as_view(), name="api-units"),
    path("units/<str:number>/", UnitDetailView.as_view(), name="api-unit"),
]
