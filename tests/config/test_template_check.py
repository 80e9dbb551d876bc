import pytest

from config import template_check


@pytest.fixture
def faults_of(settings, tmp_path):
    """The faults of a template with this text."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]

    def faults(text):
        (tmp_path / "page.html").write_text(text)
        return list(template_check._faults("page.html"))

    return faults


def test_a_sound_template_has_no_fault(faults_of):
    assert faults_of("{% load static %}<link href=\"{% static 'css/base.css' %}\">{% url 'accounts:sign_in' %}") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{% iff %}", "Invalid block tag"),
        ("{% include 'nowhere.html' %}", "no template 'nowhere.html'"),
        ("{% if a %}{% for b in c %}{% include 'nowhere.html' %}{% endfor %}{% endif %}", "no template 'nowhere.html'"),
        ("{% extends 'nowhere.html' %}", "no template 'nowhere.html'"),
        ("{% url 'accounts:nowhere' %}", "no address is called 'accounts:nowhere'"),
        ("{% load static %}{% static 'nowhere.css' %}", "no static file 'nowhere.css'"),
        ("<script>alert(1)</script>", "the CSP blocks <script>"),
        ('<p style="color: red">', "the CSP blocks style="),
        ("<a onclick='go()'>", "the CSP blocks onclick="),
    ],
)
def test_a_fault_is_named(faults_of, text, fault):
    assert fault in faults_of(text)[0]
