from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.navigation import groups_for


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main menu for every page; an error page may be rendered before anybody is signed in."""
    user = getattr(request, "user", None)
    return {"nav_groups": groups_for(user) if user is not None else [], "demo": settings.DEMO}
