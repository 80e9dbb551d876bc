"""Digests: the standard's own vectors, trees of every size, and paths that prove one leaf and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import merkle, verify_offline

# GB/T 32905-2016, appendix A.
VECTORS = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]
HASHES = pytest.mark.parametrize("hashed", [merkle.HASHES["sha256"], verify_offline.slow_sm3])
leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=20)


@pytest.mark.parametrize(("data", "digest"), VECTORS)
def test_sm3_is_that_of_the_standard(data: bytes, digest: str) -> None:
    assert verify_offline.slow_sm3(data).hex() == digest
    assert verify_offline.sm3(data).hex() == digest
    if merkle.preferred() == "sm3":
        assert merkle.HASHES["sm3"](data).hex() == digest


@given(st.binary(max_size=300))
def test_our_sm3_is_that_of_openssl_where_there_is_one(data: bytes) -> None:
    assert verify_offline.slow_sm3(data) == verify_offline.sm3(data)


def test_a_tree_is_that_of_the_standard() -> None:
    """RFC 6962, the tree of three leaves by hand."""
    hashed = merkle.HASHES["sha256"]
    a, b, c = (merkle.leaf(name, hashed) for name in (b"a", b"b", b"c"))
    assert merkle.root([a, b, c], hashed) == hashed(b"\1" + hashed(b"\1" + a + b) + c)
    assert a == hashed(b"\0a")


@given(leaves, st.data())
def test_a_path_leads_from_its_leaf_to_the_root_and_from_no_other(entries: list[bytes], data: st.DataObject) -> None:
    hashed = merkle.HASHES["sha256"]
    own = [merkle.leaf(entry, hashed) for entry in entries]
    index = data.draw(st.integers(0, len(own) - 1))
    root = merkle.root(own, hashed)
    assert climbed(own[index], merkle.path(own, index, hashed)) == root
    assert climbed(merkle.leaf(b"another entry", hashed), merkle.path(own, index, hashed)) != root
    assert verify_offline.root_of(own, hashed) == root


def climbed(digest: bytes, path: list[tuple[str, bytes]]) -> bytes:
    hashed = merkle.HASHES["sha256"]
    for side, other in path:
        digest = hashed(b"\1" + (other + digest if side == "left" else digest + other))
    return digest


@given(leaves, st.data())
def test_no_leaf_can_be_changed_without_another_root(entries: list[bytes], data: st.DataObject) -> None:
    hashed = merkle.HASHES["sha256"]
    index = data.draw(st.integers(0, len(entries) - 1))
    changed = [entry + b"!" if n == index else entry for n, entry in enumerate(entries)]
    before, after = ([merkle.leaf(entry, hashed) for entry in each] for each in (entries, changed))
    assert merkle.root(before, hashed) != merkle.root(after, hashed)
