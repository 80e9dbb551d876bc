"""Addresses of the register: the roster, its people, and leading offices."""

from django.urls import path

from staffing.api_changes import (
    ChangeDecideView,
    ChangeFileView,
    ChangeLineView,
    ChangeSheetListView,
    ChangeSheetView,
    CorrectView,
)
from staffing.api_leadership import LeadershipView, PrecheckView, TenureLeaveView, TenureListView
from staffing.api_people import IdNumberView, NumberCorrectionView, PeopleView, PersonSearchView, PersonView
from staffing.api_photos import PhotoLookView, PhotoView
from staffing.api_retirement import RetirementView, RetirementWithdrawalView
from staffing.views import changes, leadership, people, photos, retirement

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/search/", people.search, name="search"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/id-number/", people.id_number, name="id_number"),
    path("people/<int:pk>/id-number/correct/", people.correct_number, name="correct_number"),
    path("people/<int:pk>/photo/", photos.put_up, name="photo"),
    path("people/<int:pk>/photo/look/", photos.look, name="photo_look"),
    path("people/<int:pk>/retirement/", retirement.choose, name="choose_retirement"),
    path("people/<int:pk>/retirement/withdraw/", retirement.withdraw, name="withdraw_retirement"),
    path("people/<int:pk>/change/", changes.change, name="person_change"),
    path("people/<int:pk>/correct/", changes.correct, name="person_correct"),
    path("changes/", changes.sheets, name="changes"),
    path("changes/<int:pk>/", changes.sheet, name="change_sheet"),
    path("changes/<int:pk>/file/", changes.file, name="change_file"),
    path("changes/<int:pk>/decide/", changes.decide, name="change_decide"),
    path("changes/lines/<int:pk>/take-off/", changes.take_off, name="change_take_off"),
    path("leadership/", leadership.board, name="leadership"),
    path("leadership/tenures/<int:pk>/relieve/", leadership.relieve, name="relieve"),
    path("leadership/<str:number>/", leadership.register, name="leadership_register"),
    path("leadership/<str:number>/appoint/", leadership.appoint, name="appoint"),
]

api_urlpatterns = [
    path("people/", PeopleView.as_view(), name="api-people"),
    path("people/search/", PersonSearchView.as_view(), name="api-people-search"),
    path("people/<int:pk>/", PersonView.as_view(), name="api-person"),
    path("people/<int:pk>/id-number/", IdNumberView.as_view(), name="api-person-id-number"),
    path("people/<int:pk>/id-number/correct/", NumberCorrectionView.as_view(), name="api-person-id-number-correct"),
    path("people/<int:pk>/photo/", PhotoView.as_view(), name="api-person-photo"),
    path("people/<int:pk>/photo/look/", PhotoLookView.as_view(), name="api-person-photo-look"),
    path("people/<int:pk>/retirement/", RetirementView.as_view(), name="api-person-retirement"),
    path(
        "people/<int:pk>/retirement/withdraw/",
        RetirementWithdrawalView.as_view(),
        name="api-person-retirement-withdraw",
    ),
    path("people/<int:pk>/correct/", CorrectView.as_view(), name="api-person-correct"),
    path("changes/", ChangeSheetListView.as_view(), name="api-changes"),
    path("changes/<int:pk>/", ChangeSheetView.as_view(), name="api-change-sheet"),
    path("changes/<int:pk>/file/", ChangeFileView.as_view(), name="api-change-file"),
    path("changes/<int:pk>/decide/", ChangeDecideView.as_view(), name="api-change-decide"),
    path("changes/lines/<int:pk>/", ChangeLineView.as_view(), name="api-change-line"),
    path("leadership/", LeadershipView.as_view(), name="api-leadership"),
    path("tenures/", TenureListView.as_view(), name="api-tenures"),
    path("tenures/precheck/", PrecheckView.as_view(), name="api-tenure-precheck"),
    path("tenures/<int:pk>/leave/", TenureLeaveView.as_view(), name="api-tenure-leave"),
]
