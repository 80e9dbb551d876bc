"""Imports in the menu and on the schedule."""

import datetime as dt

from django.utils import timezone

from accounts.navigation import SETTINGS, NavItem
from accounts.navigation import register as add_to_menu
from approvals import scheduled
from approvals.scheduled import Check, Outcome


def tidy(on: dt.date) -> Outcome:
    """Remove the files of old imports, and go on with what a dead worker left (导入任务续办)."""
    from staffing.imports import jobs

    gone, lost = jobs.tidy(timezone.now())
    return Outcome(gone + lost, gone + lost)


def register_all() -> None:
    """To be called once, when the app is ready."""
    from staffing.imports.policies import may_import_somewhere

    add_to_menu(NavItem("imports", "建账导入", "staffing:imports", 83, visible=may_import_somewhere, group=SETTINGS))
    said = "删除过期的导入文件，续办中断的导入任务。"
    scheduled.register(Check("imports", "导入任务续办", dt.timedelta(minutes=5), tidy, said))
