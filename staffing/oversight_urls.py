"""Addresses of what looks ahead and looks closely, within those of staffing."""

from django.urls import URLPattern, URLResolver, path

from staffing.api_forecast import ForecastView
from staffing.api_headcounts import HeadcountView, TurnoverView
from staffing.api_off_quota import EndView, EngagementListView, MoneyView, RenewView
from staffing.api_off_quota_acts import ServiceView
from staffing.api_quality import FindingListView, ScoreView
from staffing.api_readings import ReadingListView
from staffing.views import forecast, headcounts, off_quota, quality, readings

urlpatterns: list[URLPattern | URLResolver] = [
    path("forecast/", forecast.ForecastView.as_view(), name="forecast"),
    path("forecast/people/", forecast.RetiringView.as_view(), name="forecast_people"),
    path("people/headcounts/", headcounts.HeadcountView.as_view(), name="headcounts"),
    path("people/turnover/", headcounts.TurnoverView.as_view(), name="turnover"),
    path("off-quota/", off_quota.RegisterView.as_view(), name="off_quota"),
    path("off-quota/money/", off_quota.MoneyView.as_view(), name="off_quota_money"),
    path("off-quota/money/set/", off_quota.set_money, name="off_quota_set_money"),
    path("off-quota/engage/", off_quota.engage, name="off_quota_engage"),
    path("off-quota/<int:pk>/", off_quota.detail, name="off_quota_person"),
    path("off-quota/<int:pk>/end/", off_quota.end, name="off_quota_end"),
    path("off-quota/<int:pk>/renew/", off_quota.renew, name="off_quota_renew"),
    path("units/<str:number>/off-quota/convert/", off_quota.convert, name="off_quota_convert"),
    path("readings/", readings.reading_list, name="readings"),
    path("quality/", quality.BoardView.as_view(), name="quality"),
    path("quality/findings/", quality.FindingsView.as_view(), name="quality_findings"),
    path("units/<str:number>/quality/recheck/", quality.recheck, name="quality_recheck"),
]
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("forecast/", ForecastView.as_view(), name="api-forecast"),
    path("people/headcounts/", HeadcountView.as_view(), name="api-headcounts"),
    path("people/turnover/", TurnoverView.as_view(), name="api-turnover"),
    path("off-quota/", EngagementListView.as_view(), name="api-off-quota"),
    path("off-quota/money/", MoneyView.as_view(), name="api-off-quota-money"),
    path("off-quota/services/", ServiceView.as_view(), name="api-off-quota-services"),
    path("off-quota/<int:pk>/renew/", RenewView.as_view(), name="api-off-quota-renew"),
    path("off-quota/<int:pk>/end/", EndView.as_view(), name="api-off-quota-end"),
    path("readings/", ReadingListView.as_view(), name="api-readings"),
    path("quality/scores/", ScoreView.as_view(), name="api-quality-scores"),
    path("quality/findings/", FindingListView.as_view(), name="api-quality-findings"),
]
