"""Slips (入编通知单、出编通知单): the numbered paper of one person's entry or exit, which anybody may verify."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from units.mandates import scope_of
from units.models import Region

from .posting import Posting


class SlipQuerySet(models.QuerySet["Slip"]):
    """Slips, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("posting__unit__"))


class Slip(models.Model):
    """One slip, with the check code that is printed on it. Append-only."""

    class Kind(models.TextChoices):
        ENTRY = "entry", "入编通知单"
        EXIT = "exit", "出编通知单"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="编办所在地区", related_name="slips")
    kind = models.CharField("种类", max_length=6, choices=Kind)
    number = models.CharField("编号", max_length=40)
    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="占编", related_name="slips")
    code = models.CharField("校验码", max_length=32, unique=True)
    issued_on = models.DateField("签发日期")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", related_name="+")

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = "入编、出编通知单"
        verbose_name_plural = "入编、出编通知单"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="an_office_gives_a_slip_number_once"),
            models.UniqueConstraint(fields=["posting", "kind"], name="a_posting_has_one_slip_of_each_kind"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(code=""), name="a_slip_has_number_and_code"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("staffing:slip", args=[self.pk])

    @property
    def ended_on(self) -> dt.date | None:
        """Since when an entry slip no longer tells of a person on a post."""
        return self.posting.ended_on if self.kind == self.Kind.ENTRY else None
