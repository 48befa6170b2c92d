"""Segmentation and tracking quality is that of masks over whole sequences."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from evaluation.drawn import Side
from evaluation.joints import joint_of
from evaluation.references_video import clip, slow_stq
from panscape.metrics.tracking import TrackingCounts, tracking_quality

from strategies import CATEGORIES

LENGTHS = (5, 1, 3, 6)


def clips_of(seed, lengths=LENGTHS):
    rng = np.random.default_rng(seed)
    return [clip(rng, frames) for frames in lengths]


def flat(clips):
    frames = [pair for frames in clips for pair in frames]
    return frames, np.repeat(np.arange(len(clips)) * 3 + 5, [len(c) for c in clips])


def counts_of(clips):
    frames, sequence = flat(clips)
    return TrackingCounts.of(joint_of(frames), sequence, CATEGORIES)


def near(value):
    return None if value is None else pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("seed", range(51, 61))
@pytest.mark.parametrize("count_void", [False, True])
def test_the_quality_of_all_and_of_each_sequence_is_that_of_masks(seed, count_void):
    clips = clips_of(seed)

    quality = tracking_quality(counts_of(clips), count_void=count_void)

    assert (quality.stq, quality.aq, quality.sq) == tuple(map(near, slow_stq(clips, count_void)))
    assert [one.sequence for one in quality.sequences] == [5, 8, 11, 14]
    assert [one.frames for one in quality.sequences] == list(LENGTHS)
    for one, frames in zip(quality.sequences, clips, strict=True):
        assert (one.stq, one.aq, one.sq) == tuple(map(near, slow_stq([frames], count_void)))
    assert sum(one.tubes for one in quality.sequences) == quality.tubes > 0


def test_frames_may_be_counted_apart_in_any_order():
    frames, sequence = flat(clips_of(61))
    parts = np.array_split(np.random.default_rng(2).permutation(len(frames)), 4)

    counts = [TrackingCounts.of(joint_of([frames[k] for k in part]), sequence[part], CATEGORIES) for part in parts]
    added = counts[0] + counts[1] + (counts[2] + counts[3])

    whole = TrackingCounts.of(joint_of(frames), sequence, CATEGORIES)
    for name in ("sequences", "frames", "truth_px", "guess_px", "shared_px", "void_px", "tubes"):
        np.testing.assert_array_equal(getattr(added, name), getattr(whole, name))
    assert tracking_quality(added) == tracking_quality(whole)


def test_a_guess_that_changes_its_id_half_way_halves_the_association():
    ids = np.ones((4, 4), np.uint32)
    truth, before, after = (Side(ids * number, ((number, 1, False),)) for number in (3, 7, 8))

    quality = tracking_quality(counts_of([[(truth, before), (truth, after)]]))

    assert (quality.aq, quality.sq, quality.tubes) == (0.5, 1.0, 1)


def test_sizes_beyond_what_float32_holds_are_exact():
    big = np.ones((4096, 4097), np.uint32)  # 16,781,312 pixels: float32 skips every other number above 2**24
    off = big.copy()
    off[0, 0] = 0
    truth, guess = Side(big, ((1, 1, False),)), Side(off, ((1, 1, False),))

    quality = tracking_quality(counts_of([[(truth, guess)]]))

    share = (big.size - 1) / big.size
    assert quality.aq == pytest.approx(share * share, rel=1e-15) and quality.aq < 1


def test_nothing_to_track_has_no_association():
    grass = Side(np.ones((2, 2), np.uint32), ((1, 3, False),))

    quality = tracking_quality(counts_of([[(grass, grass)]]))

    assert (quality.stq, quality.aq, quality.sq) == (None, None, 1.0)
    assert json.loads(json.dumps(asdict(quality)))["sq"] == 1.0


def test_sequences_that_do_not_fit_are_refused():
    frames, sequence = flat(clips_of(62, (2, 2)))

    with pytest.raises(ValueError, match="wanted an integer for each of 4 pictures"):
        TrackingCounts.of(joint_of(frames), sequence[:3], CATEGORIES)
