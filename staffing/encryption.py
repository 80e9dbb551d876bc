"""ID numbers at rest: SM4-GCM for reading them back, an HMAC-SM3 blind index for finding the person by number."""

import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SM4_GCM = b"\x01"
NONCE, TAG = 12, 16


@dataclass(frozen=True)
class Keys:
    """Two keys that tell nothing about each other, both derived from PERSONAL_DATA_KEY."""

    cipher: bytes
    index: bytes


@lru_cache(maxsize=4)
def _keys(secret: str) -> Keys:
    def derive(purpose: bytes, length: int) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose).derive(secret.encode())

    return Keys(derive(b"bianheng id number cipher", 16), derive(b"bianheng id number index", 32))


@lru_cache(maxsize=4)
def _begun(secret: str) -> hmac.HMAC:
    """The HMAC with its key taken in, to be copied for each text."""
    return hmac.HMAC(_keys(secret).index, hashes.SM3())


def blind_index(text: str) -> bytes:
    """The same 32 bytes for the same text under the same key, and nothing about the text without it."""
    digest = _begun(settings.PERSONAL_DATA_KEY).copy()
    digest.update(text.encode())
    return digest.finalize()


def encrypt(text: str, index: bytes = b"") -> bytes:
    """Algorithm, nonce, cipher text and tag; bound to the blind index, so that it fits no other person's row.

    Whoever has the blind index of the text already gives it along.
    """
    nonce = os.urandom(NONCE)
    encryptor = Cipher(algorithms.SM4(_keys(settings.PERSONAL_DATA_KEY).cipher), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(index or blind_index(text))
    return SM4_GCM + nonce + encryptor.update(text.encode()) + encryptor.finalize() + encryptor.tag


def decrypt(sealed: bytes, index: bytes) -> str:
    """The text back; ImproperlyConfigured when key, row or cipher text are not the ones it was encrypted with."""
    nonce, body, tag = sealed[1 : 1 + NONCE], sealed[1 + NONCE : -TAG], sealed[-TAG:]
    if sealed[:1] != SM4_GCM:
        raise ImproperlyConfigured("This ID number was encrypted by an algorithm that this version does not know.")
    cipher = Cipher(algorithms.SM4(_keys(settings.PERSONAL_DATA_KEY).cipher), modes.GCM(nonce, tag))
    decryptor = cipher.decryptor()
    decryptor.authenticate_additional_data(index)
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag:
        raise ImproperlyConfigured("PERSONAL_DATA_KEY is not the one that encrypted this ID number.") from None
