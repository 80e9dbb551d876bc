"""Reminders of coordinating bodies that come to their end, and of the yearly reviews of bodies and certificates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from approvals import notifications
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Check, Outcome, register
from units import yearly
from units.models import CoordinatingBody, EstablishmentCertificate, Region
from units.models.certificate import CertificateQuerySet
from units.models.coordinating import CLEAN_UP_YEARS

DAY = dt.timedelta(days=1)
ENDINGS, REVIEWS = (180, 90, 30, 0), (90, 30, 0)
# The step after the last threshold.
OVER = -1
# Every review on record counts, whenever the check runs.
LATEST = dt.date.max


def register_all() -> None:
    """To be called once, when the app is ready."""
    said = "议事协调机构撤销期限前180天、90天、30天、当日和逾期后，各提醒编办和日常工作承担单位一次。"
    register(Check("bodies_ending", "议事协调机构期满提醒", DAY, bodies_ending, said))
    said = (
        "议事协调机构年度梳理、五年清理和管理证年度核验年底到期前90天、30天、当日和逾期后，提醒编办尚未办理的数目；"
        "管理证同时提醒持证单位。"
    )
    register(Check("reviews_due", "年度核验和清理提醒", DAY, reviews_due, said))


def bodies_ending(on: dt.date) -> Outcome:
    """Tell the office and the unit in charge of bodies whose end is near or over."""
    ending = CoordinatingBody.objects.in_force(on).filter(ends_on__lte=on + ENDINGS[0] * DAY)
    news = [told for body in ending.select_related("region", "lead_unit").order_by("ends_on", "id")
            for told in _ending(body, on)]  # fmt: skip
    return Outcome(len(news), notifications.tell(news))


def _ending(body: CoordinatingBody, on: dt.date) -> Iterator[Told]:
    assert body.ends_on is not None, "A body that is ending has a date."
    left = (body.ends_on - on).days
    step = notifications.passed(left, ENDINGS)
    when = f"还有{left}天期满" if left > 0 else "今日期满" if left == 0 else "已期满"
    words = f"{body.name}撤销期限{body.ends_on}，{when}，请办理退出，或报批延期。"
    url = reverse("units:coordinating_body", args=[body.pk])
    for key, to in (("office", body.region), ("unit", body.lead_unit)):
        yield Told(f"body-end:{body.pk}:{body.ends_on}:{step}:{key}", words, url, to, body.ends_on)


def reviews_due(on: dt.date) -> Outcome:
    """Tell offices how many reviews are open when a year's end is near or over, and units of their own certificate."""
    news = [told for year, step in _years(on) for told in (*_of_offices(year, step), *_of_units(year, step))]
    return Outcome(len(news), notifications.tell(news))


def _years(on: dt.date) -> list[tuple[int, int]]:
    """The years whose reviews are to be asked for today: this one near its end, and the last one when it is over."""
    step = notifications.passed((yearly.end_of(on.year) - on).days, REVIEWS)
    return [*([] if step is None else [(on.year, step)]), (on.year - 1, OVER)]


def _of_offices(year: int, step: int) -> Iterator[Told]:
    """What each office has still to review for a year, counted."""
    end = yearly.end_of(year)
    bodies = CoordinatingBody.objects.filter(exited_on=None, founded_on__lte=end).with_reviews(LATEST)
    held = _held(year)
    due = "late" if step == OVER else "open"
    for key, page, words, found in (
        ("body-review", f"{reverse('units:coordinating')}?due={due}", "个议事协调机构未作年度梳理",
         bodies.filter(Q(reviewed_year__lt=year)).values_list("region")),
        ("body-clean-up", reverse("units:coordinating"), "个议事协调机构未作五年清理",
         bodies.filter(Q(cleaned_year__lte=year - CLEAN_UP_YEARS)).values_list("region")),
        ("certificate-review", f"{reverse('units:certificates')}?due={due}", "个管理证未作年度核验",
         held.values_list("unit__region")),
    ):  # fmt: skip
        for office, count in _by_office(dict(found.annotate(count=Count("pk")).order_by())).items():
            said = "已逾期，请尽快办理" if step == OVER else f"{end}到期，请及时办理"
            told = f"本地区有{count}{words}，{year}年度{said}。"
            yield Told(f"{key}:{office.pk}:{year}:{step}", told, page, office, end)


def _held(year: int) -> CertificateQuerySet:
    """The certificates of living units that were issued before the year and are not reviewed for it."""
    living = EstablishmentCertificate.objects.filter(ended_on=None, unit__abolished_on=None)
    return living.with_reviews(LATEST).filter(Q(reviewed_year__lt=year))


def _by_office(counts: dict[int, int]) -> dict[Region, int]:
    """Counts by region as counts by the office in charge of it."""
    found: dict[Region, int] = defaultdict(int)
    for region in Region.objects.filter(pk__in=counts).order_by("prefix"):
        found[office_of(region)] += counts[region.pk]
    return found


def _of_units(year: int, step: int) -> Iterator[Told]:
    """Each unit is told of its own certificate."""
    end = yearly.end_of(year)
    said = "已逾期，请尽快送编办核验" if step == OVER else f"{end}到期，请及时送编办核验"
    for found in _held(year).select_related("unit").order_by("id").iterator():
        words = f"{found.unit.name}机构编制管理证（{found.number}）{year}年度核验{said}。"
        url = reverse("units:certificate", args=[found.pk])
        yield Told(f"certificate:{found.pk}:{year}:{step}", words, url, found.unit, end)
