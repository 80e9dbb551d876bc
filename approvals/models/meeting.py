"""Meetings that decide cases: agenda from the waiting cases, decision entered once, minutes number to all."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.history import tracked
from accounts.models import User
from units.mandates import scope_of
from units.models import Region

from .case import Case
from .document import Document
from .kind import Authority


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, and who may see them."""

    def visible_to(self, user: User) -> Self:
        """Meetings of the regions the user oversees; departments and units see results in their own cases."""
        seen = models.Q(pk__in=[])
        for prefix in scope_of(user).region_prefixes:
            seen |= models.Q(region__prefix__startswith=prefix)
        return self.filter(seen)


class Meeting(models.Model):
    """An office meeting (室务会) or a committee meeting (编委会) of a region."""

    class State(models.TextChoices):
        PLANNED = "planned", "筹备"
        HELD = "held", "已召开"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="meetings")
    kind = models.CharField(
        "会议类型", max_length=20,
        choices=[(a.value, a.label[:-2]) for a in (Authority.OFFICE_MEETING, Authority.COMMITTEE)],
    )  # fmt: skip
    title = models.CharField("会议名称", max_length=120)
    planned_on = models.DateField("会议日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    chair = models.CharField("主持人", max_length=40, blank=True)
    attendees = models.TextField("出席人员", blank=True)
    minutes = models.ForeignKey(
        Document, models.PROTECT, verbose_name="会议纪要", null=True, blank=True, related_name="meetings"
    )
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="召集人", related_name="+")
    history = tracked()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="planned") | models.Q(minutes__isnull=False),
                name="a_held_meeting_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("approvals:meeting", args=[self.pk])


class AgendaItem(models.Model):
    """A case on a meeting's agenda, and what the meeting decided about it."""

    class Result(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不予同意"
        DEFERRED = "deferred", "暂缓"

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="agenda_items")
    position = models.PositiveSmallIntegerField("序号")
    result = models.CharField("审议结果", max_length=10, choices=Result, blank=True)
    note = models.TextField("审议意见", blank=True)
    history = tracked()

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="a_case_is_on_an_agenda_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(result=""), name="a_case_waits_for_one_meeting_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.case}"
