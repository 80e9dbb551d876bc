"""Addresses of the API of approvals."""

from django.urls import path

from approvals.api import ACTION_VIEWS, CaseKindListView, CaseListView, CaseView, PreviewView
from approvals.api_papers import (
    AttachmentListView,
    AttachmentView,
    DocumentListView,
    DocumentView,
    MeetingListView,
    MeetingRecordView,
    MeetingView,
)

urlpatterns = [
    path("case-kinds/", CaseKindListView.as_view(), name="api-case-kinds"),
    path("cases/", CaseListView.as_view(), name="api-cases"),
    path("cases/<str:number>/", CaseView.as_view(), name="api-case"),
    path("cases/<str:number>/preview/", PreviewView.as_view(), name="api-case-preview"),
    path("cases/<str:number>/attachments/", AttachmentListView.as_view(), name="api-attachments"),
    path("cases/<str:number>/attachments/<int:pk>/", AttachmentView.as_view(), name="api-attachment"),
    *(
        path(f"cases/<str:number>/actions/{action}/", view.as_view(), name=f"api-case-{action}")
        for action, view in ACTION_VIEWS.items()
    ),
    path("documents/", DocumentListView.as_view(), name="api-documents"),
    path("documents/<int:pk>/", DocumentView.as_view(), name="api-document"),
    path("meetings/", MeetingListView.as_view(), name="api-meetings"),
    path("meetings/<int:pk>/", MeetingView.as_view(), name="api-meeting"),
    path("meetings/<int:pk>/record/", MeetingRecordView.as_view(), name="api-meeting-record"),
]
