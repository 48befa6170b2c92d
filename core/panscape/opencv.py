"""Whether the one OpenCV that is wanted is the one that is there."""

from importlib.metadata import distributions

WANTED = "opencv-python-headless"
MEND = f"pip uninstall -y {{others}} && pip install --force-reinstall {WANTED}"


def conflict() -> str | None:
    """Return one line that says which OpenCVs overwrite each other and how to mend it, or None if all is well.

    The four wheels of OpenCV unpack into the same folder ``cv2``: the last one installed wins, file by file,
    and taking one away breaks the rest.
    """
    found = sorted(
        {name.lower() for d in distributions() if (name := d.metadata["Name"] or "").lower().startswith("opencv-")}
    )
    others = [name for name in found if name != WANTED]
    if WANTED not in found or not others:
        return None
    return f"{' and '.join(found)} overwrite each other's files; to mend it: {MEND.format(others=' '.join(found))}"


def import_advice(error: ImportError) -> str:
    """Return one line that says why a module could not be imported, and the way out."""
    text = " ".join(str(error).split())
    if "cv2" not in f"{text} {error.name}" and "libGL" not in text:
        return f"{text}; is panscape installed whole? pip install panscape"
    return f"OpenCV does not load ({text}); {conflict() or f'to mend it: pip install --force-reinstall {WANTED}'}"
