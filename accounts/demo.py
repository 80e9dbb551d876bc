"""The accounts of the demo (settings.DEMO): one for each role, all with one well-known password."""

from dataclasses import dataclass

from accounts.models import User

DEMO_PASSWORD = "bianheng-demo"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: str
    purpose: str


DEMO_ACCOUNTS = (
    DemoAccount("clerk", "经办", "受理、审核、登记"),
    DemoAccount("head", "科长", "审核、论证、会签"),
    DemoAccount("director", "主任", "决定、签发"),
    DemoAccount("committee", "编委", "审议重大事项"),
    DemoAccount("department", "主管部门", "申报本系统事项"),
    DemoAccount("unit", "单位专管员", "申报本单位事项"),
    DemoAccount("inspector", "督查员", "查阅台账"),
    DemoAccount("admin", "系统管理员", "用户与授权"),
)


def accounts_on_offer() -> list[DemoAccount]:
    """The demo accounts that exist in this database and may sign in, in the order above."""
    names = {account.username for account in DEMO_ACCOUNTS}
    existing = set(User.objects.filter(username__in=names, is_active=True).values_list("username", flat=True))
    return [account for account in DEMO_ACCOUNTS if account.username in existing]
