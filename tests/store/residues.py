# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking for words in the pages of a store: unkeyed, or decrypted page by page."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2 as sqlcipher

from protectnet.store.database import SALT_BYTES, Database, configure
from protectnet.store.migrate import migrate
from protectnet.store.rebuild import rebuild
from protectnet.store.store import STORE_FILE, Store

PAGE = 4096
RESERVED = 80
VECTOR = 16
LOG_HEADER, FRAME_HEADER = 32, 24


def unkeyed_store(folder: Path) -> Store:
    """The same code on the same tables, without encryption, so that files can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / STORE_FILE
    connection = sqlcipher.connect(str(path), isolation_level=None)
    configure(connection)
    store = Store(Database(connection, path), folder)
    migrate(store.db)
    with store.transaction():
        rebuild(store)
    return store


def files_with(folder: Path, word: bytes) -> set[str]:
    """The files below ``folder`` in whose bytes the word stands."""
    return {path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()}


def decrypted_pages(folder: Path, key: bytes) -> bytes:
    """Every page of a store's file and of its write-ahead log as it is below the encryption.

    Free pages and frames written over by later ones are among them.
    """
    content = (folder / STORE_FILE).read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    log = folder / f"{STORE_FILE}-wal"
    frames = log.read_bytes()[LOG_HEADER:] if log.exists() else b""
    pages += [
        frames[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        for at in range(0, len(frames), FRAME_HEADER + PAGE)
    ]
    return b"".join(_decrypted(page, key) for page in pages)


def _decrypted(page: bytes, key: bytes) -> bytes:
    """A page: ciphertext, initialisation vector, authentication; the first begins with the salt."""
    start = SALT_BYTES if page.startswith(key[-SALT_BYTES:]) else 0
    end = PAGE - RESERVED
    vector = page[end : end + VECTOR]
    decryptor = Cipher(algorithms.AES256(key[:-SALT_BYTES]), modes.CBC(vector)).decryptor()
    return decryptor.update(page[start:end])
