from django.contrib.auth.models import AbstractUser
from django.db import models

from accounts.history import tracked

SYSTEM_USERNAME = "system"


class User(AbstractUser):
    """A person who signs in; what they may see and do comes only from dated mandates (units.Mandate)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)

    history = tracked(excluded_fields=["password", "last_login"])

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
