"""Addresses of approvals."""

from django.urls import path

from approvals.views import actions, cases, checks, documents, filing, meetings, office

app_name = "approvals"

urlpatterns = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/new/", cases.choose_kind, name="case_new"),
    path("cases/new/<slug:kind>/", filing.NewCase.as_view(), name="case_draft"),
    path("cases/kinds/", office.kinds, name="kinds"),
    path("cases/units/", filing.unit_options, name="unit_options"),
    path("cases/<str:number>/", cases.case_detail, name="case"),
    path("cases/<str:number>/edit/", filing.EditCase.as_view(), name="case_edit"),
    path("cases/<str:number>/actions/<slug:action>/", actions.case_action, name="case_action"),
    path("cases/<str:number>/attachments/", filing.attach, name="attach"),
    path("cases/<str:number>/attachments/<int:pk>/", cases.attachment, name="attachment"),
    path("cases/<str:number>/attachments/<int:pk>/remove/", filing.detach, name="detach"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/new/", meetings.convene, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting"),
    path("meetings/<int:pk>/packet/", meetings.packet, name="packet"),
    path("meetings/<int:pk>/agenda/", meetings.put_on, name="put_on"),
    path("meetings/<int:pk>/agenda/<int:item>/remove/", meetings.take_off, name="take_off"),
    path("meetings/<int:pk>/results/", meetings.record, name="record"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/new/", documents.register, name="document_new"),
    path("documents/<int:pk>/", documents.document_detail, name="document"),
    path("deputies/", office.deputy_list, name="deputies"),
    path("deputies/<int:pk>/end/", office.end_deputy, name="end_deputy"),
    path("rules/", office.rules, name="rules"),
    path("checks/", checks.check_list, name="checks"),
    path("checks/<slug:key>/", checks.check_runs, name="check"),
    path("checks/<slug:key>/run/", checks.run_now, name="run_check"),
    path("notifications/read/", checks.put_aside, name="put_aside"),
]
