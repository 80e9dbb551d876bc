"""The entries of the main menu, registered by each app in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from accounts.addresses import page
from accounts.models import User

# The groups of the menu, in their order; each app says to which one an entry belongs.
WORK, BOOKS, SETTINGS = "办理", "台账", "规则与设置"
GROUPS = (WORK, BOOKS, SETTINGS)


def everyone(user: User) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu: where it leads, in which group and where it stands, who sees it."""

    key: str
    label: str
    url_name: str
    position: int
    visible: Callable[[User], bool] = everyone
    group: str = WORK

    @property
    def url(self) -> str:
        return page(self.url_name)


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    _items[item.key] = item


def items_for(user: User | AnonymousUser) -> list[NavItem]:
    """The entries that a signed-in user sees, group by group, in order; nobody else sees any."""
    if not isinstance(user, User) or not user.is_active:
        return []
    ordered = sorted(_items.values(), key=lambda item: (GROUPS.index(item.group), item.position, item.key))
    return [item for item in ordered if item.visible(user)]


def groups_for(user: User | AnonymousUser) -> list[tuple[str, list[NavItem]]]:
    """The same entries below the heading of their group; a group without entries is left out."""
    return [(group, list(items)) for group, items in groupby(items_for(user), key=lambda item: item.group)]
