from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import Http404, HttpResponse
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


class HomePanelView(TemplateView):
    """A lazy panel of the first page, for the page to put in its place; nothing where it has nothing to say."""

    template_name = "accounts/home_panel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = panels.find("home", self.kwargs["key"])
        if found is None or not found.lazy or not found.visible(self.request, None):
            raise Http404
        return super().get_context_data(panel=panels.drawn(found, self.request), **kwargs)


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
