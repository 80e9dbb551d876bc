from knox.models import AuthToken

from accounts import acting
from accounts.models import User


@acting.use_case
def change_password(user: User, *, password: str, actor: User) -> User:
    """Sets a new password; every API token given out under the old one is void."""
    acting.cite(reason="修改密码")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()
    return user
