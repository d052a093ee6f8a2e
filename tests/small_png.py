"""A screenshot as a small PNG: of few colours, the commonest in it, which is what a page of text needs."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

COLOURS = 64
WEIGHTS = np.array([65536, 256, 1], np.int32)
SIGNATURE = b"\x89PNG\r\n\x1a\n"

# A browser is at hand and reads PNG; no other reader of pictures is needed then.
PIXELS = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [bitmap.width, bitmap.height, btoa(text)];
}"""


def smaller(picture: bytes, reader: Page) -> bytes:
    """The PNG with at most COLOURS colours, each pixel in the nearest of them; `reader` is any open page."""
    width, height, text = reader.evaluate(PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    colours, which, counts = np.unique(pixels @ WEIGHTS, return_inverse=True, return_counts=True)
    split = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    palette = _palette(split, counts)
    distances = ((split[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1).astype(np.uint8)
    return _encode(nearest[which].reshape(height, width), palette.astype(np.uint8))


def _palette(colours: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The commonest colours, leaving out what is nearly one of them already."""
    chosen: list[NDArray[np.int32]] = []
    for colour in colours[np.argsort(-counts, kind="stable")]:
        if len(chosen) == COLOURS:
            break
        if all(abs(colour - other).max() > 6 for other in chosen):
            chosen.append(colour)
    return np.array(chosen)


def _encode(indexes: NDArray[np.uint8], palette: NDArray[np.uint8]) -> bytes:
    height, width = indexes.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), indexes]).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
