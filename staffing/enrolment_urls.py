"""Addresses of enrolments, public notices and slips."""

from django.urls import URLPattern, URLResolver, path

from staffing.views import batches, public, slips

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
]
