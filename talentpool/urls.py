"""Addresses of talentpool."""

from django.urls import path

from talentpool.views import BoardView

app_name = "talentpool"

urlpatterns = [path("pool/", BoardView.as_view(), name="board")]
