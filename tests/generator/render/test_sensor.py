"""The sensor's noise has the mean and the variance that are asked for, corners darken, colours stay or go."""

import numpy as np
import pytest
from numba import njit

from panscape.render import sensor as kernels
from panscape.render.sensor import photograph
from panscape.scenes import Lens, Sensor


@njit
def measured(radiance, shot, read, start):
    count = radiance.shape[0]
    values, none = np.empty(count, np.float32), np.zeros(count, np.float32)
    gain = np.ones(count, np.float32)
    kernels.measure(
        radiance, gain, gain, np.float32(0), none, np.float32(0), np.float32(shot), np.float32(read), start, values
    )
    return values


def film(x):
    return x * (2.3 * x + 0.12) / (x * (2.2 * x + 0.68) + 0.24)


def shot(radiance, gains=(1.0, 1.0, 1.0), key=1, vignette=0.0, **sensor):
    return photograph(np.asarray(radiance, np.float32), np.array(gains), Lens(vignette=vignette), Sensor(**sensor), key)


@pytest.mark.parametrize("level", [0.02, 0.2, 0.8])
def test_the_mean_of_many_draws_is_the_noiseless_value(level):
    draws = np.concatenate(
        [measured(np.full(4000, level, np.float32), 0.05, 0.02, np.uint32(k * 99991)) for k in range(50)]
    ).astype(np.float64)

    clean = float(film(np.float64(level)))

    assert abs(draws.mean() - clean) < 4 * draws.std() / np.sqrt(len(draws))


@pytest.mark.parametrize("level", [0.02, 0.2, 0.8])
def test_the_variance_goes_with_the_signal_and_read_noise_adds_its_own(level):
    radiance = np.full(200_000, level, np.float32)
    clean = float(film(np.float64(level)))

    only_shot = measured(radiance, 0.05, 0.0, np.uint32(5)).astype(np.float64).var()
    both = measured(radiance, 0.05, 0.02, np.uint32(5)).astype(np.float64).var()

    assert only_shot == pytest.approx(0.05**2 * (clean + 0.01), rel=0.02)
    assert both - only_shot == pytest.approx(0.02**2, rel=0.05)


def test_neighbours_and_channels_have_noise_of_their_own():
    noise = shot(np.full((120, 160, 3), 0.3), noise=0.05).astype(np.float64)
    noise -= noise.mean()

    for a, b in ((noise[:, 1:], noise[:, :-1]), (noise[1:], noise[:-1]), (noise[..., 1:], noise[..., :-1])):
        assert abs((a * b).mean()) < 0.02 * noise.var()


def test_another_key_gives_another_noise_and_the_same_key_the_same():
    grey = np.full((20, 30, 3), 0.3)

    first, again, other = (shot(grey, key=key) for key in (1, 1, 2))

    np.testing.assert_array_equal(first, again)
    assert (first != other).mean() > 0.3


def test_read_noise_bands_rows_and_columns_faintly():
    dark = shot(np.full((200, 300, 3), 0.3), noise=0.0, read_noise=0.05).astype(np.float64)
    rows, columns = dark.mean(axis=(1, 2)), dark.mean(axis=(0, 2))

    # Without bands, means of 900 and of 600 values would vary so much less.
    assert rows.std() > 3 * dark.std() / np.sqrt(900)
    assert columns.std() > 3 * dark.std() / np.sqrt(600)
    assert max(rows.std(), columns.std()) < 0.5 * dark.std()


def test_a_clean_sensor_gives_the_film_curve_in_srgb():
    values = np.linspace(0.0, 1.2, 64, dtype=np.float32)
    radiance = np.repeat(values.reshape(1, -1, 1), 3, axis=2)

    image = shot(radiance, noise=0.0)

    linear = np.minimum(1.0, film(values.astype(np.float64)))
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    np.testing.assert_allclose(image[0, :, 0], 255 * curved, atol=0.9)


def test_corners_are_darker_by_the_vignette():
    plain, dark = (shot(np.full((60, 80, 3), 0.3), vignette=v, noise=0.0) for v in (0.0, 0.5))

    assert (plain == plain[0, 0]).all()
    assert dark[30, 40, 0] >= plain[0, 0, 0] - 1
    half_as_bright = shot(np.full((1, 1, 3), 0.3 * 0.51), noise=0.0)[0, 0, 0]
    assert abs(int(dark[0, 0, 0]) - int(half_as_bright)) <= 2


def test_a_monochrome_sensor_gives_luminance_three_times():
    radiance = np.random.default_rng(0).random((20, 30, 3)).astype(np.float32)

    image = shot(radiance, mode="mono", noise=0.0)

    np.testing.assert_array_equal(image, np.repeat(image[..., :1], 3, axis=2))
    grey = (radiance @ [0.2126, 0.7152, 0.0722])[..., None].repeat(3, 2)
    np.testing.assert_allclose(image, shot(grey, noise=0.0), atol=1)
