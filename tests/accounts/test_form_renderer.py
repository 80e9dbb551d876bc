"""What the house draws itself looks as Django's own templates draw it."""

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from accounts.form_renderer import Renderer

CHOICES = [("", "全部"), ("a<b", "甲 & 乙"), ("类", [("1", "一"), (2, "二")])]
WIDGETS = [
    (forms.Select(choices=CHOICES), "2"),
    (forms.Select({"class": "wide", "data-x": 'a"b', "required": True, "hidden": False}, choices=CHOICES), "a<b"),
    (forms.Select(choices=CHOICES), None),
    (forms.TextInput({"placeholder": mark_safe("a&amp;b"), "maxlength": 20}), '"><script>'),
    (forms.TextInput(), None),
    (forms.NumberInput({"min": 0}), 1234567),
    (forms.DateInput({"type": "date"}, format="%Y-%m-%d"), dt.date(2026, 3, 1)),
    (forms.HiddenInput(), "键"),
    (forms.PasswordInput(), "不回显"),
]


def words(text: str) -> str:
    """The text without the blanks between elements."""
    return " ".join(text.split()).replace("> <", "><")


@pytest.mark.parametrize("number", range(len(WIDGETS)))
def test_a_widget_is_drawn_as_by_its_template(number: int) -> None:
    widget, value = WIDGETS[number]
    ours, theirs = (widget.render("名", value, {"id": "id_x"}, renderer=each()) for each in (Renderer, DjangoTemplates))
    assert words(ours) == words(theirs)
