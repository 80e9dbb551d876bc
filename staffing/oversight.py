"""What staffing registers for those who look ahead and look closely: pages, panels and scheduled checks."""

import datetime as dt

from accounts import navigation, panels
from accounts.navigation import BOOKS, NavItem
from accounts.panels import Panel
from approvals import faces, scheduled
from approvals.scheduled import Check
from staffing import quality_news, quality_rules, readings, reminding
from staffing.panels import forecast_of_unit, off_quota_of_unit, quality_of_unit


def register_all() -> None:
    """To be called once, when the app is ready."""
    navigation.register(NavItem("forecast", "用编预测", "staffing:forecast", 54, group=BOOKS))
    navigation.register(NavItem("off_quota", "编外人员", "staffing:off_quota", 53, group=BOOKS))
    panels.register(Panel("unit", "off_quota", "编外人员", 44, "staffing/unit_off_quota.html", off_quota_of_unit))
    panels.register(Panel("unit", "forecast", "用编预测", 45, "staffing/unit_forecast.html", forecast_of_unit))
    navigation.register(
        NavItem("readings", "个人信息查阅", "staffing:readings", 76, visible=readings.oversees, group=BOOKS)
    )
    quality_rules.load()
    faces.name("data_quality", "数据质量")
    navigation.register(NavItem("quality", "数据质量", "staffing:quality", 62, group=BOOKS))
    panels.register(Panel("unit", "quality", "数据质量", 60, "staffing/unit_quality.html", quality_of_unit))
    reminding.register_all()
    said = "按数据质量规则核对全部单位，新问题告知责任方，已改正的销号，并重算得分；超过整改期限的再提醒一次。"
    scheduled.register(Check("data_quality", "数据质量核对", dt.timedelta(days=1), quality_news.check_and_tell, said))
