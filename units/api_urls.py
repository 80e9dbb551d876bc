from django.urls import path

from units import standing_api
from units.api import MeView, RegionListView, UnitDetailView, UnitListView

urlpatterns = [
    path("me/", MeView.as_view(), name="api-me"),
    path("regions/", RegionListView.as_view(), name="api-regions"),
    path("units/", UnitListView.as_view(), name="api-units"),
    path("units/<str:number>/", UnitDetailView.as_view(), name="api-unit"),
    path("coordinating-bodies/", standing_api.CoordinatingBodyListView.as_view(), name="api-coordinating-bodies"),
    path("coordinating-bodies/<int:pk>/", standing_api.CoordinatingBodyView.as_view(), name="api-coordinating-body"),
    path("certificates/", standing_api.CertificateListView.as_view(), name="api-certificates"),
    path("certificates/<int:pk>/", standing_api.CertificateView.as_view(), name="api-certificate"),
]
