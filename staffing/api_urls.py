from django.urls import path

from staffing import enrolment_urls, hiring_urls, importing_urls, oversight_urls, register_urls
from staffing.api import StaffListView

urlpatterns = [
    path("staff/", StaffListView.as_view(), name="api-staff"),
    *enrolment_urls.api_urlpatterns,
    *oversight_urls.api_urlpatterns,
    *hiring_urls.api_urlpatterns,
    *register_urls.api_urlpatterns,
    *importing_urls.api_urlpatterns,
]
