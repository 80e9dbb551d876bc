#!/usr/bin/env python3
"""Checks an exported bundle or the proof of one entry on any machine; Python 3.8 and its standard library only.

    python3 verify_offline.py FILE [DIGEST]

DIGEST is one that is known from elsewhere (a printed daily report): the chain must reach it. Exit status 0 when
everything holds, 1 when something does not, which is named; 2 when the file is none of ours.

What is computed: an entry is `table\\n{row as JSON}`; its leaf is H(00 entry), a node is H(01 left right), whoever has
no neighbour moves up alone; the root stands in the header of the block, and the digest of a block is H(header), which
the next header names as "previous". H is SM3 (GB/T 32905) or SHA-256, as the header says.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

NOTHING = "0" * 64


def sm3(data: bytes) -> bytes:
    """SM3 after GB/T 32905-2016, for machines whose OpenSSL has none."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return slow_sm3(data)


def _turn(x: int, n: int) -> int:
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


def slow_sm3(data: bytes) -> bytes:
    state = [
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    ]  # fmt: skip
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        state = _compress(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _expand(block: bytes) -> list[int]:
    words = [int.from_bytes(block[n : n + 4], "big") for n in range(0, 64, 4)]
    for n in range(16, 68):
        x = words[n - 16] ^ words[n - 9] ^ _turn(words[n - 3], 15)
        words.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(words[n - 13], 7) ^ words[n - 6])
    return words


def _compress(state: list[int], block: bytes) -> list[int]:
    words = _expand(block)
    a, b, c, d, e, f, g, h = state
    for n in range(64):
        early = n < 16
        one = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if early else 0x7A879D8A, n)) & 0xFFFFFFFF, 7)
        two = one ^ _turn(a, 12)
        mixed = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        chosen = e ^ f ^ g if early else (e & f) | (~e & g)
        new_a = (mixed + d + two + (words[n] ^ words[n + 4])) & 0xFFFFFFFF
        new_e = (chosen + h + one + words[n]) & 0xFFFFFFFF
        a, b, c, d = new_a, a, _turn(b, 9), c
        e, f, g, h = new_e ^ _turn(new_e, 9) ^ _turn(new_e, 17), e, _turn(f, 19), g
    return [state[n] ^ word for n, word in enumerate((a, b, c, d, e, f, g, h))]


HASHES: dict[str, Callable[[bytes], bytes]] = {"sm3": sm3, "sha256": lambda data: hashlib.sha256(data).digest()}


def root_of(leaves: Iterable[bytes], hashed: Callable[[bytes], bytes]) -> bytes:
    level = list(leaves)
    while len(level) > 1:
        pairs = [hashed(b"\1" + level[n] + level[n + 1]) for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0] if level else b""


def check_header(block: dict[str, Any], previous: str | None) -> Iterator[str]:
    """What is wrong with a header; `previous` is None where the chain begins within the file."""
    header = json.loads(block["header"])
    number, hashed = header["number"], HASHES[header["algorithm"]]
    if hashed(block["header"].encode()).hex() != block["digest"]:
        yield f"block {number}: its digest is not that of its header"
    if header["previous"] != (NOTHING if number == 1 else previous) and (number == 1 or previous is not None):
        yield f"block {number}: does not follow the block before it"


def check_bundle(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is wrong with a bundle, and the digests that it holds."""
    wrong: list[str] = []
    digests: list[str] = []
    previous, expected = None, None
    for line in lines:
        block = json.loads(line)
        header = json.loads(block["header"])
        number, hashed = header["number"], HASHES[header["algorithm"]]
        if expected is not None and number != expected:
            wrong.append(f"block {expected}: missing")
        wrong += check_header(block, previous)
        wrong += [
            f"block {number}: {name}: removed since it was sealed" for name, text in block["entries"] if text is None
        ]
        leaves = [hashed(b"\0" + (text or "").encode()) for _, text in block["entries"]]
        if len(leaves) != header["rows"] or root_of(leaves, hashed).hex() != header["root"]:
            wrong.append(f"block {number}: its entries are not those that were sealed")
        previous, expected = block["digest"], number + 1
        digests.append(block["digest"])
    return wrong, digests


def check_proof(proof: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What is wrong with the proof of one entry, and the digests that it reaches."""
    header = json.loads(proof["headers"][0]["header"])
    hashed = HASHES[header["algorithm"]]
    digest = hashed(b"\0" + proof["entry"].encode())
    for side, neighbour in proof["path"]:
        other = bytes.fromhex(neighbour)
        digest = hashed(b"\1" + (other + digest if side == "left" else digest + other))
    wrong: list[str] = []
    previous = None
    if digest.hex() != header["root"]:
        wrong.append("the entry is not what was sealed")
    for block in proof["headers"]:
        wrong += check_header(block, previous)
        previous = block["digest"]
    return wrong, [block["digest"] for block in proof["headers"]]


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        say(__doc__)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            first = json.loads(file.readline())
            kind = first.get("format")
            if kind not in ("bianheng-bundle-1", "bianheng-proof-1"):
                raise ValueError("unknown format")
            wrong, digests = check_bundle(file) if kind == "bianheng-bundle-1" else check_proof(first)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        say(f"cannot read {arguments[0]}: {error}")
        return 2
    if len(arguments) == 2 and arguments[1].lower() not in digests:
        wrong.append(f"the chain does not reach {arguments[1]}")
    for sentence in wrong:
        say(sentence)
    if not wrong:
        say(f"all holds: {len(digests)} blocks up to {digests[-1] if digests else 'nothing'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
