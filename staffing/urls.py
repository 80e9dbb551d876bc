"""Addresses of staffing."""

from django.urls import URLPattern, URLResolver

from staffing import enrolment_urls, hiring_urls, importing_urls, oversight_urls, register_urls

app_name = "staffing"

urlpatterns: list[URLPattern | URLResolver] = [
    *enrolment_urls.urlpatterns,
    *oversight_urls.urlpatterns,
    *hiring_urls.urlpatterns,
    *register_urls.urlpatterns,
    *importing_urls.urlpatterns,
]
