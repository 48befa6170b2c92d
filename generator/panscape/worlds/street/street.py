"""A street from its parameters: plan, view, ground, fronts, furniture, traffic and people, in that order."""

from math import radians

import numpy as np

from panscape.categories import taxonomy
from panscape.scenes import Light, Scene, Shots, Weather
from panscape.seeds import rng_for
from panscape.worlds.street.amenities import amenities
from panscape.worlds.street.claims import Claims
from panscape.worlds.street.detail import eased
from panscape.worlds.street.fronts import fronts
from panscape.worlds.street.furniture import furniture
from panscape.worlds.street.gardens import gardens
from panscape.worlds.street.ground import ground, grounds
from panscape.worlds.street.lamps import driving, lamps_of
from panscape.worlds.street.markings import markings
from panscape.worlds.street.params import StreetParams
from panscape.worlds.street.people import people
from panscape.worlds.street.plan import street_plan
from panscape.worlds.street.season import season
from panscape.worlds.street.sequence import courses, shown
from panscape.worlds.street.site import Site
from panscape.worlds.street.surfaces import surfaces
from panscape.worlds.street.town import shows_town, town
from panscape.worlds.street.traffic import moving, parked
from panscape.worlds.street.two_wheelers import parked_two_wheelers, riders
from panscape.worlds.street.view import room_in, view

ABOVE_CARS = 4.5  # metres; a camera higher up stands in nobody's way
NOON = Light(radians(200.0), radians(50.0))  # until a recipe says another


def build(params: StreetParams, rng: np.random.Generator, shots: Shots | None = None) -> Scene:
    """Return a street; each purpose draws from its own stream, so more cars do not move the houses.

    Parameters
    ----------
    params : StreetParams
    rng : numpy.random.Generator
    shots : Shots, optional
        The pictures that the scene is for. What none of them shows is left out; None is one from its own camera.

    Returns
    -------
    Scene
        Over the taxonomy "cityscapes"; the camera's picture is 640 x 480 until the recipe says otherwise.
    """
    seed = int(rng.integers(2**62))
    plan = street_plan(params, rng_for(seed, "plan"))
    seen, plan = shown(view(params, plan, rng_for(seed, "camera")), plan, shots, seed)
    claims = Claims()
    for x, y, z in seen.eyes:
        if z < ABOVE_CARS:
            claims.take(x, y, 0.0, 3.0, 3.0)
    site = Site(plan, seen, claims, params.detail, season(params, rng_for(seed, "season")))
    looks = grounds(rng_for(seed, "ground"))
    houses = fronts(site, rng_for(seed, "fronts"))
    roadside, lamps = furniture(params, site, rng_for(seed, "furniture"))
    stuff = [
        *ground(plan, looks),
        markings(plan, looks, rng_for(seed, "markings")),
        *surfaces(params, site, looks, rng_for(seed, "surfaces")),
        houses,
        *roadside,
        *gardens(params, site, rng_for(seed, "gardens")),
        *amenities(params, site, rng_for(seed, "amenities")),
    ]
    if shows_town(seen):
        stuff += town(site, looks, rng_for(seed, "town"))
    traffic = moving(params, site, rng_for(seed, "traffic"))
    standing = parked(params, site, rng_for(seed, "parked"))
    cyclists = riders(params, site, rng_for(seed, "riders"))
    left = parked_two_wheelers(params, site, rng_for(seed, "bicycles"))
    folk = people(params, site, rng_for(seed, "people"))
    under_way = courses(plan, site, [*traffic, *cyclists], folk, shots, seed)
    things = [
        under_way.set_going(thing, eased(driving(thing, seen), seen, params.detail, under_way.places(thing)))
        for thing in (*traffic, *standing, *cyclists, *left, *folk)
    ]
    return Scene(
        taxonomy(params.taxonomy),
        tuple(things),
        tuple(stuff),
        "sky",
        seen.camera,
        NOON,
        Weather(),
        lamps=(*lamps, *lamps_of(plan, seen, stuff, rng_for(seed, "lamps"))),
        facts={"season": site.season},
        path=under_way.path,
        room=room_in(plan),
    )
