"""How does a column of Arrow become a block of lines, without a look at one text at a time?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from channelguard.scan.block import LINE_FEED, Block, line_feeds


def as_block(texts: pa.Array, first: int = 0, source: str = "") -> Block:
    """Return a column as a block; its numbers are those of the rows, from `first`.

    What holds a line feed is bad: no line can hold it.
    """
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_decode()
    if not pa.types.is_binary(texts.type):  # whose bytes may be no text
        texts = texts.cast(pa.string())
    texts = texts.cast(pa.binary())
    if texts.null_count:
        texts = pc.fill_null(texts, b"")
    data = _joined(texts)
    if line_feeds(data) == len(texts):
        return Block(first, data, source)
    split = pc.match_substring(texts, "\n")
    kept, bad = pc.invert(split), np.flatnonzero(np.asarray(split)) + first
    numbers = np.flatnonzero(np.asarray(kept)) + first
    return Block(
        first,
        _joined(texts.filter(kept)),
        source,
        numbers=tuple(numbers.tolist()),
        bad=tuple((number, LINE_FEED) for number in bad.tolist()),
    )


def _joined(texts: pa.BinaryArray) -> bytes:
    """Return all texts, each with a line feed."""
    if not len(texts):
        return b""
    whole = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    joined = pc.binary_join(whole, pa.scalar(b"\n", pa.binary()))[0].as_buffer()
    return b"".join((joined, b"\n"))
