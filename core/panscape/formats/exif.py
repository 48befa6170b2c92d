"""How a JPEG says that its picture should be turned."""

import struct

ORIENTATION = 0x0112
MARK = b"Exif\0\0"
HEAD = 1 << 16


def orientation(data: bytes) -> int:
    """Return the EXIF orientation of a JPEG: 1 (upright) to 8; 1 where it says nothing that can be read.

    Parameters
    ----------
    data : bytes
        The file, or its first 64 KiB.

    References
    ----------
    JEITA CP-3451 (Exif 2.2), section 4.6.2.
    """
    start = data.find(MARK, 0, HEAD)
    if not data.startswith(b"\xff\xd8") or start < 0:
        return 1
    tiff = data[start + len(MARK) : start + HEAD]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
