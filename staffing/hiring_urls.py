"""Addresses of hiring plans and slots."""

from django.urls import path

from staffing.views import plans

urlpatterns = [
    path("cases/<str:number>/heads/", plans.propose, name="propose_heads"),
]
