"""A street from its parameters: plan, view, ground, fronts, furniture, traffic and people, in that order."""

from dataclasses import replace
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
from panscape.worlds.street.plan import BACK, StreetPlan, street_plan
from panscape.worlds.street.season import season
from panscape.worlds.street.site import Site
from panscape.worlds.street.surfaces import surfaces
from panscape.worlds.street.town import shows_town, town
from panscape.worlds.street.traffic import moving, parked
from panscape.worlds.street.two_wheelers import parked_two_wheelers, riders
from panscape.worlds.street.view import View, looks_back, room_in, view, with_cameras

COUNTRY = 12000.0  # metres of land for cameras above the roofs: haze makes their horizon
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
    seen, plan = shown(view(params, plan, rng_for(seed, "camera")), plan, shots)
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
    things = [
        *moving(params, site, rng_for(seed, "traffic")),
        *parked(params, site, rng_for(seed, "parked")),
        *riders(params, site, rng_for(seed, "riders")),
        *parked_two_wheelers(params, site, rng_for(seed, "bicycles")),
        *people(params, site, rng_for(seed, "people")),
    ]
    return Scene(
        taxonomy(params.taxonomy),
        tuple(eased(driving(thing, seen), seen, params.detail) for thing in things),
        tuple(stuff),
        "sky",
        seen.camera,
        NOON,
        Weather(),
        lamps=(*lamps, *lamps_of(plan, seen, stuff, rng_for(seed, "lamps"))),
        facts={"season": site.season},
        room=room_in(plan),
    )


def shown(seen: View, plan: StreetPlan, shots: Shots | None) -> tuple[View, StreetPlan]:
    """Return the view of all pictures of a scene, and the plan of as much street as they show."""
    if shots is None or shots.plain:
        return seen, plan
    room = room_in(plan)
    seen = with_cameras(seen, (move.of(seen.camera, room) for move in shots.moves))
    if looks_back(seen):
        plan = replace(plan, start=BACK)
    return seen, replace(plan, land=COUNTRY) if shows_town(seen) else plan
