"""The entries of the main menu, registered by each app in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User


def everyone(user: User) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu: where it leads, where it stands, who sees it."""

    key: str
    label: str
    url_name: str
    position: int
    visible: Callable[[User], bool] = everyone

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    _items[item.key] = item


def items_for(user: User | AnonymousUser) -> list[NavItem]:
    """The entries that a signed-in user sees, in order; nobody else sees any."""
    if not isinstance(user, User) or not user.is_active:
        return []
    ordered = sorted(_items.values(), key=lambda item: (item.position, item.key))
    return [item for item in ordered if item.visible(user)]
