from django.urls import path

from units import views

app_name = "units"

urlpatterns = [
    path("units/", views.TreeView.as_view(), name="tree"),
    path("units/branch/", views.BranchView.as_view(), name="branch"),
    path("units/<str:number>/", views.UnitView.as_view(), name="unit"),
]
