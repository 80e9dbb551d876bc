"""Addresses of hiring plans and slots."""

from django.urls import path

from staffing import api_hiring
from staffing.views import openings, plans, slots

urlpatterns = [
    path("cases/<str:number>/heads/", plans.propose, name="propose_heads"),
    path("plans/", plans.PlanBoardView.as_view(), name="plans"),
    path("slots/", slots.SlotListView.as_view(), name="slots"),
    path("slots/<int:pk>/", slots.slot_detail, name="slot"),
    path("slots/<int:pk>/cancel/", slots.cancel, name="slot_cancel"),
    path("opening/", openings.opening_list, name="openings"),
    path("opening/complete/", openings.complete, name="opening_complete"),
]
api_urlpatterns = [
    path("plans/", api_hiring.PlanListView.as_view(), name="api-plans"),
    path("cases/<str:number>/heads/", api_hiring.HeadsView.as_view(), name="api-case-heads"),
    path("slots/", api_hiring.SlotListView.as_view(), name="api-slots"),
    path("slots/<int:pk>/cancel/", api_hiring.SlotCancelView.as_view(), name="api-slot-cancel"),
]
