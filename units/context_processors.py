from typing import Any

from django.http import HttpRequest

from accounts.models import User
from units.mandates import scope_of


def standing(request: HttpRequest) -> dict[str, Any]:
    """Where and as what the signed-in user stands, for the head of every page; read only when a template asks."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"user_roles": lambda: scope_of(user).standing, "region_name": lambda: scope_of(user).region_name}
