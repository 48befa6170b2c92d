"""Video panoptic quality is that of tubes in stacks of frames, to the last bit."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from evaluation.joints import joint_of
from evaluation.references import slow_quality
from evaluation.references_video import clip, slow_windows
from panscape.metrics.matching import PANOPTICAPI, STANDARD, Rules
from panscape.metrics.video import VideoCounts, tube_set, video_quality

from strategies import CATEGORIES

SIZE = len(CATEGORIES)


def clips_of(seed, lengths=(6, 1, 4, 9, 3, 6, 5), **options):
    rng = np.random.default_rng(seed)
    return [clip(rng, frames, **options) for frames in lengths]


def flat(clips):
    """The frames of all clips, one clip after the other, and the number of each one's clip."""
    return [pair for frames in clips for pair in frames], np.repeat(np.arange(len(clips)), [len(c) for c in clips])


def counts_of(clips, **options):
    frames, sequence = flat(clips)
    return VideoCounts.of(joint_of(frames), sequence, SIZE, **options)


@pytest.mark.parametrize("seed", range(31, 37))
@pytest.mark.parametrize("rules", [STANDARD, Rules("all"), PANOPTICAPI])
def test_the_quality_of_each_window_length_is_that_of_stacked_masks(seed, rules):
    clips = clips_of(seed)

    quality = video_quality(counts_of(clips, rules=rules), CATEGORIES)

    for one, frames in zip(quality.windows, (1, 2, 3, 4), strict=True):
        slow = slow_windows(clips, frames, rules.crowds)
        groups, each = slow_quality(slow, CATEGORIES)
        assert (one.frames, one.windows) == (frames, len(slow))
        for name, group in groups.items():
            found = getattr(one, name)
            assert (found.pq, found.sq, found.rq, found.n) == group
        assert list(one.categories) == [each[c.id] and each[c.id][0] for c in CATEGORIES]


def test_the_crowd_that_is_listed_last_over_all_frames_excuses():
    clips = clips_of(45, (6,) * 12, crowds=0.7, most=7)

    quality = video_quality(counts_of(clips), CATEGORIES)

    for one, frames in zip(quality.windows, (1, 2, 3, 4), strict=True):
        groups, _ = slow_quality(slow_windows(clips, frames), CATEGORIES)
        assert (one.all.pq, one.all.sq, one.all.rq, one.all.n) == groups["all"]


def test_the_score_is_the_mean_over_window_lengths():
    clips = clips_of(38)

    quality = video_quality(counts_of(clips, windows=(1, 3)), CATEGORIES)

    pqs = [slow_quality(slow_windows(clips, frames), CATEGORIES)[0] for frames in (1, 3)]
    for name, found in (("all", quality.vpq), ("things", quality.things), ("stuff", quality.stuff)):
        assert found == pytest.approx((pqs[0][name][0] + pqs[1][name][0]) / 2, rel=1e-15)


def test_frames_of_sequences_may_come_in_turns():
    clips = clips_of(39)
    frames, sequence = flat(clips)
    turns = np.random.default_rng(1).permutation(len(frames))
    turns = turns[np.argsort([_frame_number(sequence, k) for k in turns], kind="stable")]

    mixed = VideoCounts.of(joint_of([frames[k] for k in turns]), 7 - sequence[turns], SIZE)

    assert (np.diff(sequence[turns]) != 0).sum() > len(clips)
    assert video_quality(mixed, CATEGORIES).vpq == pytest.approx(
        video_quality(counts_of(clips), CATEGORIES).vpq, rel=1e-12
    )


def _frame_number(sequence, k):
    return k - int(np.flatnonzero(sequence == sequence[k])[0])


def test_tubes_of_one_frame_are_its_segments():
    frames, sequence = flat(clips_of(40))
    joint = joint_of(frames)

    tubes = tube_set(joint, sequence, 1)

    for name in ("starts", "truth", "guess", "pixels"):
        np.testing.assert_array_equal(getattr(tubes.overlaps, name), getattr(joint.overlaps, name))
    for side, other in ((tubes.truth, joint.truth), (tubes.guess, joint.guess)):
        for name in ("starts", "ids", "places", "areas", "crowd"):
            np.testing.assert_array_equal(getattr(side, name), getattr(other, name))
        assert (np.argsort(side.listed[:3]) == np.argsort(other.listed[:3])).all()


def test_the_area_of_a_tube_is_told_if_that_of_every_frame_is():
    frames, sequence = flat(clips_of(44, (4,)))
    joint = joint_of(frames)
    told = joint.truth.areas.copy()
    told[joint.truth.picture == 2] = -1

    tubes = tube_set(replace(joint, truth=replace(joint.truth, areas=told)), sequence, 4)

    untold = np.isin(tubes.truth.ids, joint.truth.ids[joint.truth.picture == 2])
    assert untold.any() and (tubes.truth.areas[untold] == -1).all()
    np.testing.assert_array_equal(tubes.truth.areas[~untold], tubes.truth_area[~untold])


def test_counts_of_whole_sequences_add_up_to_the_same_doubles():
    clips = clips_of(41)

    added = counts_of(clips[:3]) + counts_of(clips[3:5]) + counts_of(clips[5:])

    assert video_quality(added, CATEGORIES) == video_quality(counts_of(clips), CATEGORIES)


def test_sequences_shorter_than_a_window_have_no_score():
    quality = video_quality(counts_of(clips_of(42, (3, 2))), CATEGORIES)

    assert [one.windows for one in quality.windows] == [5, 3, 1, 0]
    assert quality.windows[3].all.pq is None and quality.vpq is None
    assert json.loads(json.dumps(asdict(quality)))["vpq"] is None


def test_what_cannot_be_counted_is_refused():
    frames, sequence = flat(clips_of(43, (2, 2)))
    joint = joint_of(frames)

    with pytest.raises(ValueError, match="wanted an integer for each of 4 pictures"):
        VideoCounts.of(joint, sequence[1:], SIZE)
    with pytest.raises(ValueError, match="type float64"):
        VideoCounts.of(joint, sequence / 2, SIZE)
    with pytest.raises(ValueError, match="of 1 frame or more"):
        VideoCounts.of(joint, sequence, SIZE, windows=(0, 1))
    with pytest.raises(ValueError, match="count the same ones"):
        _ = VideoCounts.of(joint, sequence, SIZE, windows=(1,)) + VideoCounts.of(joint, sequence, SIZE, windows=(2,))
