# SPDX-License-Identifier: GPL-3.0-or-later
"""A file as a stream without its hidden details."""

from collections.abc import Callable, Iterator

from protectnet.envelope.bytestreams import read_fully
from protectnet.store.images.errors import MetadataCannotBeRemoved
from protectnet.store.images.gif import strip_gif
from protectnet.store.images.jpeg import strip_jpeg
from protectnet.store.images.kinds import BEGINNING, ImageKind, kind_of
from protectnet.store.images.png import strip_png
from protectnet.store.images.reading import PIECE, Places, Reader, Rewindable
from protectnet.store.images.webp import strip_webp

_IN_ORDER: dict[ImageKind, Callable[[Reader], Iterator[bytes]]] = {
    ImageKind.JPEG: strip_jpeg,
    ImageKind.PNG: strip_png,
    ImageKind.GIF: strip_gif,
}


class Stripped:
    """What ``strip`` gives: a source that ends where the picture ends.

    ``kind`` is ``None`` when nothing is known of the file, so that it streams by as it is, and
    nobody can say whether it holds hidden details.
    """

    def __init__(self, kind: ImageKind | None, pieces: Iterator[bytes]) -> None:
        self.kind = kind
        self._pieces = pieces
        self._piece = memoryview(b"")
        self._failure: Exception | None = None

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill ``buffer``; the number of bytes is less than its length only at the end.

        Raises ``ImageDamaged``, and again so each time it is called after that: whoever was
        writing what came before has half a picture and must throw it away. What reading the source
        raises, it raises too.
        """
        if self._failure is not None:
            raise self._failure
        try:
            return self._fill(buffer)
        except Exception as failure:
            self._failure = failure
            raise

    def _fill(self, buffer: memoryview) -> int:
        filled = 0
        while filled < len(buffer):
            if not self._piece:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._piece = memoryview(piece)
            count = min(len(self._piece), len(buffer) - filled)
            buffer[filled : filled + count] = self._piece[:count]
            self._piece = self._piece[count:]
            filled += count
        return filled


def strip(source: Rewindable) -> Stripped:
    """The file in ``source``, from where it stands, without hidden details.

    The picture itself is not decoded: its coded data stay bit for bit, and so does the colour
    profile; that a picture is to be turned is said anew. ``source`` must stay open, unchanged and
    unread by others until the result is read. At most a few hundred KiB are
    held at once, of a hostile WebP a few MiB.

    Raises ``MetadataCannotBeRemoved`` for a kind that can only be kept as it is, before anything
    streams; reading the result raises ``ImageDamaged``. No bytes raise anything else.
    """
    start = source.tell()
    beginning = bytearray(BEGINNING)
    count = read_fully(source, memoryview(beginning))
    source.seek(start)
    kind = kind_of(bytes(beginning[:count]))
    if kind is None:
        return Stripped(None, _as_it_is(source))
    if kind is ImageKind.WEBP:
        return Stripped(kind, _webp(source))
    if kind not in _IN_ORDER:
        raise MetadataCannotBeRemoved(kind)
    return Stripped(kind, _IN_ORDER[kind](Reader(source, kind)))


def _webp(source: Rewindable) -> Iterator[bytes]:
    yield from strip_webp(Places(source, ImageKind.WEBP))


def _as_it_is(source: Rewindable) -> Iterator[bytes]:
    while True:
        block = bytearray(PIECE)
        count = read_fully(source, memoryview(block))
        if count == 0:
            return
        yield bytes(block[:count])
