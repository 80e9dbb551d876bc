"""Addresses of enrolments, public notices and slips."""

from django.urls import URLPattern, URLResolver, path

from staffing import api_enrolment as api
from staffing.views import batches, leavers, public, secondments, slips

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", public.notices, name="notices"),
    path("notices/<str:code>/", public.notice, name="notice"),
    path("verify/", public.verify_form, name="verify_form"),
    path("verify/<str:code>/", public.verify, name="verify"),
    path("enrolments/", batches.batch_list, name="enrolments"),
    path("enrolments/<str:number>/people/<int:position>/", batches.candidate, name="candidate"),
    path("enrolments/<str:number>/objections/<int:pk>/", batches.answer, name="answer"),
    path("enrolments/<str:number>/slips.pdf", slips.batch_pdf, name="batch_pdf"),
    path("slips/<int:pk>/", slips.slip, name="slip"),
    path("slips/<int:pk>/slip.pdf", slips.slip_pdf, name="slip_pdf"),
    path("staff/<int:pk>/release/", leavers.release, name="release"),
    path("staff/<int:pk>/second/", secondments.second, name="second"),
    path("secondments/", secondments.secondments, name="secondments"),
    path("secondments/<int:pk>/", secondments.secondment, name="secondment"),
]

api_urlpatterns = [
    path("enrolments/", api.BatchListView.as_view(), name="api-enrolments"),
    path("enrolments/<str:number>/announce/", api.AnnounceView.as_view(), name="api-enrolment-announce"),
    path("enrolments/<str:number>/check/", api.CheckView.as_view(), name="api-enrolment-check"),
    path("enrolments/<str:number>/admit/", api.StoreView.as_view(), name="api-enrolment-admit"),
    path("enrolments/<str:number>/return/", api.ReturnView.as_view(), name="api-enrolment-return"),
    path("enrolments/<str:number>/objections/", api.ObjectionsView.as_view(), name="api-objections"),
    path("enrolments/<str:number>/objections/<int:pk>/answer/", api.AnswerView.as_view(), name="api-objection-answer"),
    path("slips/", api.SlipListView.as_view(), name="api-slips"),
    path("releases/", api.ReleaseView.as_view(), name="api-releases"),
    path("secondments/", api.SecondmentListView.as_view(), name="api-secondments"),
    path("secondments/<int:pk>/prolong/", api.ProlongView.as_view(), name="api-secondment-prolong"),
    path("secondments/<int:pk>/end/", api.EndView.as_view(), name="api-secondment-end"),
]
