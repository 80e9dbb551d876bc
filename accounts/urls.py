from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.styleguide import styleguide
from accounts.views import ChangePasswordView, HomeView, SignInView

app_name = "accounts"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", ChangePasswordView.as_view(), name="change_password"),
    path("styleguide/", styleguide, name="styleguide"),
]
