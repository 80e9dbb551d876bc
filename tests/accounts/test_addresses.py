"""Addresses of rows are those that `reverse` gives, whatever the key and wherever the server is mounted."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from accounts.addresses import address, page


@pytest.mark.parametrize(
    ("view", "key"),
    [
        ("quotas:transfer", 17),
        ("approvals:document", 1),
        ("approvals:case", "990100-2026-000001"),
        ("approvals:case", "办件 一?#"),
        ("units:unit", "990100-00001"),
    ],
)
def test_an_address_is_the_one_that_reverse_gives(view: str, key: object) -> None:
    assert address(view, key) == reverse(view, args=[key])


def test_a_server_below_a_prefix_names_it() -> None:
    try:
        for prefix in ("/", "/bianheng/"):
            set_script_prefix(prefix)
            assert address("quotas:transfer", 5) == f"{prefix}quotas/transfers/5/"
            assert page("quotas:overview") == f"{prefix}quotas/"
    finally:
        set_script_prefix("/")


def test_a_key_that_no_address_can_hold_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        address("approvals:case", "a/b")
