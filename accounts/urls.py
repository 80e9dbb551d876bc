from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import export_views
from accounts.styleguide import styleguide
from accounts.views import ChangePasswordView, HomePanelView, HomeView, SignInView

app_name = "accounts"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("home/<slug:key>/", HomePanelView.as_view(), name="home_panel"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", ChangePasswordView.as_view(), name="change_password"),
    path("exports/", export_views.export_list, name="exports"),
    path("exports/runs/<int:pk>/", export_views.export_run, name="export_run"),
    path("exports/runs/<int:pk>/file/", export_views.export_file, name="export_file"),
    path("exports/<slug:key>/", export_views.export, name="export"),
    path("styleguide/", styleguide, name="styleguide"),
]
