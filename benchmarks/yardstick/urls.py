from django.urls import path

from benchmarks.yardstick import views
from config.health import readyz

urlpatterns = [
    path("readyz", readyz),
    path("units/", views.units),
    path("units/<str:number>/", views.unit),
    path("cases/", views.cases),
    path("people/", views.people),
    path("people/<int:pk>/", views.person),
    path("people/<int:pk>/edit/", views.edit),
]
