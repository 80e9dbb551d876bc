"""Addresses of hiring plans and slots."""

from django.urls import path

from staffing.views import plans, slots

urlpatterns = [
    path("cases/<str:number>/heads/", plans.propose, name="propose_heads"),
    path("plans/", plans.PlanBoardView.as_view(), name="plans"),
    path("slots/", slots.SlotListView.as_view(), name="slots"),
    path("slots/<int:pk>/", slots.slot_detail, name="slot"),
    path("slots/<int:pk>/cancel/", slots.cancel, name="slot_cancel"),
]
