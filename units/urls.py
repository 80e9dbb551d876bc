from django.urls import path

from units.views import divisions, units

app_name = "units"

urlpatterns = [
    path("units/", units.TreeView.as_view(), name="tree"),
    path("units/branch/", units.BranchView.as_view(), name="branch"),
    path("units/<str:number>/", units.UnitView.as_view(), name="unit"),
    path("units/<str:number>/divisions/new/", divisions.add, name="division_new"),
    path("units/<str:number>/divisions/<int:pk>/", divisions.change, name="division"),
    path("units/<str:number>/divisions/<int:pk>/abolish/", divisions.abolish, name="division_abolish"),
]
