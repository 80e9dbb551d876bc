from django.contrib.auth.password_validation import MinimumLengthValidator
from knox.models import AuthToken

from accounts import acting
from accounts.models import User


class LongEnough(MinimumLengthValidator):
    """Django's check of the length, whose refusal has no Chinese translation."""

    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}个字符。"


@acting.use_case
def change_password(user: User, *, password: str, actor: User) -> User:
    """Sets a new password; every API token given out under the old one is void."""
    acting.cite(reason="修改密码")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()
    return user
