from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from accounts import panels
from accounts.demo import DEMO_PASSWORD, accounts_on_offer
from accounts.forms import NewPasswordForm, SignInForm
from accounts.passwords import change_password


class HomeView(TemplateView):
    """The first page: what waits for the user and how the books stand, as each app has it to say."""

    template_name = "accounts/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filled = panels.panels_for("home", self.request)
        return super().get_context_data(panels=filled, today=timezone.localdate(), **kwargs)


class SignInView(views.LoginView):
    """The door of the house; in the demo it offers its accounts by role."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.DEMO:
            kwargs |= {"demo_accounts": accounts_on_offer(), "demo_password": DEMO_PASSWORD}
        return super().get_context_data(**kwargs)


class ChangePasswordView(views.PasswordChangeView):
    """A user's own new password; the session stays, API tokens do not."""

    template_name = "accounts/change_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:change_password")

    def form_valid(self, form: Any) -> HttpResponse:
        user = change_password(form.user, password=form.cleaned_data["new_password1"], actor=form.user)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改，此前发出的接口令牌已全部失效。")
        return super(views.PasswordChangeView, self).form_valid(form)
