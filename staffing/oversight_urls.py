"""Addresses of what looks ahead and looks closely, within those of staffing."""

from django.urls import URLPattern, URLResolver, path

from staffing.api_forecast import ForecastView
from staffing.views import forecast

urlpatterns: list[URLPattern | URLResolver] = [
    path("forecast/", forecast.ForecastView.as_view(), name="forecast"),
    path("forecast/people/", forecast.RetiringView.as_view(), name="forecast_people"),
]
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("forecast/", ForecastView.as_view(), name="api-forecast"),
]
