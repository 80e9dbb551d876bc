"""Addresses of talentpool."""

from django.urls import URLPattern, URLResolver

app_name = "talentpool"

urlpatterns: list[URLPattern | URLResolver] = []
