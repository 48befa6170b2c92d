import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from panscape.formats import NO_AREA, Annotation, ImageEntry, SegmentEntry
from panscape.formats.index import index_of


@st.composite
def annotated(draw):
    """Images in one order, and annotations of some of them in another."""
    names = draw(st.lists(st.integers(0, 9) | st.sampled_from("0123456789"), unique=True, max_size=6))
    images = {name: ImageEntry(name, "a.jpg", *draw(st.tuples(*[st.integers(1, 99)] * 2))) for name in names}
    segments = st.builds(
        SegmentEntry,
        st.integers(1, 2**24 - 1),
        st.integers(1, 5),
        st.none() | st.integers(0, 9),
        st.none(),
        st.booleans(),
    )
    lists = st.lists(segments, max_size=5, unique_by=lambda segment: segment.id)
    return images, [Annotation(name, f"{name}.png", tuple(draw(lists))) for name in draw(st.permutations(names))]


def slow_rows(annotation):
    rows = [
        (one.id, one.category_id, NO_AREA if one.area is None else one.area, one.iscrowd, number)
        for number, one in enumerate(annotation.segments)
    ]
    return sorted(rows)


@given(annotated())
def test_the_columns_hold_what_the_objects_hold(drawn):
    images, annotations = drawn

    index = index_of(images, annotations)

    assert len(index) == len(annotations)
    assert [type(name) for name in index.image_ids] == [type(one.image_id) for one in annotations]
    for k, annotation in enumerate(annotations):
        rows = slice(index.starts[k], index.starts[k + 1])
        columns = (index.ids, index.category_ids, index.areas, index.crowd, index.listed)
        entry = images[annotation.image_id]
        assert list(zip(*(column[rows].tolist() for column in columns), strict=True)) == slow_rows(annotation)
        assert (index.image_ids[k], index.file_names[k]) == (annotation.image_id, annotation.file_name)
        assert (index.heights[k], index.widths[k]) == (entry.height, entry.width)
    assert index.starts[-1] == index.ids.size
    assert (index.ids.dtype, index.listed.dtype, index.crowd.dtype) == (np.uint32, np.int64, np.bool_)
