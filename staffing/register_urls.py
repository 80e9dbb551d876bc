"""Addresses of the register: the roster and its people."""

from django.urls import path

from staffing.api_people import IdNumberView, PeopleView, PersonSearchView, PersonView
from staffing.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/search/", people.search, name="search"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/id-number/", people.id_number, name="id_number"),
]

api_urlpatterns = [
    path("people/", PeopleView.as_view(), name="api-people"),
    path("people/search/", PersonSearchView.as_view(), name="api-people-search"),
    path("people/<int:pk>/", PersonView.as_view(), name="api-person"),
    path("people/<int:pk>/id-number/", IdNumberView.as_view(), name="api-person-id-number"),
]
