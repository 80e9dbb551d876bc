"""What staffing registers for those who look ahead and look closely: pages, panels and scheduled checks."""

import datetime as dt

from accounts import navigation, panels
from accounts.navigation import BOOKS, NavItem
from accounts.panels import Panel
from approvals import scheduled
from approvals.scheduled import Check
from staffing import off_quota_register, retirements
from staffing.panels import forecast_of_unit, off_quota_of_unit


def register_all() -> None:
    """To be called once, when the app is ready."""
    navigation.register(NavItem("forecast", "用编预测", "staffing:forecast", 54, group=BOOKS))
    navigation.register(NavItem("off_quota", "编外人员", "staffing:off_quota", 53, group=BOOKS))
    panels.register(Panel("unit", "off_quota", "编外人员", 44, "staffing/unit_off_quota.html", off_quota_of_unit))
    panels.register(Panel("unit", "forecast", "用编预测", 45, "staffing/unit_forecast.html", forecast_of_unit))
    scheduled.register(Check("retirements_coming", "到龄提醒", dt.timedelta(days=1), retirements.remind))
    scheduled.register(
        Check("off_quota_overrun", "编外合同到期", dt.timedelta(days=1), off_quota_register.look_for_overrun)
    )
