from django.urls import path

from staffing.api import StaffListView

urlpatterns = [path("staff/", StaffListView.as_view(), name="api-staff")]
