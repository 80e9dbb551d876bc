"""Digests and Merkle trees (RFC 6962): a leaf and a node can never be taken for one another."""

import hashlib
from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]
SIZE = 32
LEAF, NODE = b"\0", b"\1"


def _sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


HASHES: dict[str, Hash] = {"sm3": _sm3, "sha256": _sha256}


def preferred() -> str:
    """SM3 (GB/T 32905), or SHA-256 where the machine's OpenSSL has none."""
    return "sm3" if "sm3" in hashlib.algorithms_available else "sha256"


def leaf(entry: bytes, hashed: Hash) -> bytes:
    """The digest of an entry."""
    return hashed(LEAF + entry)


def root(leaves: Sequence[bytes], hashed: Hash) -> bytes:
    """The root over the leaves, of which there is at least one; whoever has no neighbour moves up alone."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level, hashed)
    return level[0]


def path(leaves: Sequence[bytes], index: int, hashed: Hash) -> list[tuple[str, bytes]]:
    """The neighbours of a leaf up to the root, each with the side on which it stands."""
    level, found = list(leaves), []
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            found.append(("left" if neighbour < index else "right", level[neighbour]))
        level, index = _above(level, hashed), index // 2
    return found


def _above(level: list[bytes], hashed: Hash) -> list[bytes]:
    pairs = [hashed(NODE + level[n] + level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) - len(level) % 2 :]


def split(leaves: bytes) -> list[bytes]:
    """The digests that were kept one behind the other."""
    return [leaves[n : n + SIZE] for n in range(0, len(leaves), SIZE)]
