from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """User name and password; a disabled account gets the same answer as a wrong password."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请注意大小写。",
        "inactive": "用户名或密码不正确，请注意大小写。",
    }

    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(PasswordChangeForm):
    """The old password and the new one twice."""

    error_messages = {**PasswordChangeForm.error_messages, "password_incorrect": "原密码不正确。"}
