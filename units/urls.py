from django.urls import path

from units.views import certificates, coordinating, divisions, units

app_name = "units"

urlpatterns = [
    path("units/", units.TreeView.as_view(), name="tree"),
    path("units/branch/", units.BranchView.as_view(), name="branch"),
    path("units/<str:number>/", units.UnitView.as_view(), name="unit"),
    path("units/<str:number>/divisions/new/", divisions.add, name="division_new"),
    path("units/<str:number>/divisions/<int:pk>/", divisions.change, name="division"),
    path("units/<str:number>/divisions/<int:pk>/abolish/", divisions.abolish, name="division_abolish"),
    path("units/<str:number>/certificate/new/", certificates.issue, name="certificate_new"),
    path("certificates/", certificates.CertificateListView.as_view(), name="certificates"),
    path("certificates/print/", certificates.PrintView.as_view(), name="print_certificates"),
    path("certificates/<int:pk>/", certificates.CertificateView.as_view(), name="certificate"),
    path("certificates/<int:pk>/review/", certificates.review, name="certificate_review"),
    path("certificates/<int:pk>/back/", certificates.take_back, name="certificate_back"),
    path("coordinating-bodies/", coordinating.BodyListView.as_view(), name="coordinating"),
    path("coordinating-bodies/new/", coordinating.add, name="coordinating_new"),
    path("coordinating-bodies/<int:pk>/", coordinating.BodyView.as_view(), name="coordinating_body"),
    path("coordinating-bodies/<int:pk>/change/", coordinating.change, name="coordinating_change"),
    path("coordinating-bodies/<int:pk>/review/", coordinating.review, name="coordinating_review"),
    path("coordinating-bodies/<int:pk>/end/", coordinating.end, name="coordinating_end"),
]
