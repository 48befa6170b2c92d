"""Cars: eight models over one way of building, in the paints of real traffic."""

from functools import cache

import numpy as np

from panscape.scenes import Mesh, Placement, Thing, join
from panscape.shapes.bodywork import MIRROR, bodywork, seated
from panscape.shapes.finishes import painted, vehicle_materials
from panscape.shapes.form import Form
from panscape.shapes.size import Size

FORMS = {
    "compact": Form(3.62, 1.64, 1.50, 2.40, 0.68, 0.285, 0.76, 0.98, 1.00, 0.72, 1.42, 3.14, 3.50,
                    ((0.40, 0.45),), (0.92, 2.02), sharpness=(7.5, 9.5), spokes=6, grille="plain"),
    "hatchback": Form(4.28, 1.79, 1.47, 2.62, 0.86, 0.315, 0.75, 0.98, 1.02, 1.10, 1.86, 3.62, 4.08,
                      ((0.36, 0.40), (0.72, 0.745)), (1.22, 2.28, 3.22), grille="winged"),
    "saloon": Form(4.76, 1.84, 1.44, 2.84, 0.86, 0.325, 0.74, 0.96, 1.04, 1.28, 2.06, 3.38, 4.08,
                   ((0.38, 0.42), (0.76, 0.785)), (1.36, 2.46, 3.42), sharpness=(6.0, 7.0), spokes=10),
    "estate": Form(4.74, 1.82, 1.48, 2.78, 0.88, 0.325, 0.75, 0.97, 1.03, 1.22, 1.98, 4.26, 4.60,
                   ((0.32, 0.355), (0.62, 0.645)), (1.32, 2.40, 3.36), spokes=7, rails=True),
    "suv": Form(4.52, 1.86, 1.67, 2.68, 0.88, 0.365, 0.94, 1.12, 1.14, 1.18, 1.86, 4.00, 4.36,
                ((0.34, 0.38), (0.69, 0.72)), (1.28, 2.36, 3.30), cladding=True, spokes=5, rails=True),
    "mpv": Form(4.62, 1.83, 1.72, 2.80, 0.90, 0.325, 0.86, 1.06, 1.10, 0.86, 1.72, 4.24, 4.52,
                ((0.36, 0.39), (0.68, 0.70)), (1.24, 2.34, 3.42), sharpness=(6.0, 10.0), spokes=8, grille="winged"),
    "van": Form(5.10, 1.95, 1.96, 3.10, 0.95, 0.335, 0.95, 1.16, 1.14, 0.82, 1.56, 4.94, 5.04,
                ((0.26, 0.30),), (1.06, 2.08, 3.24), windows_end=0.30, sharpness=(6.0, 16.0), spokes=6,
                grille="winged"),
    "coupe": Form(4.42, 1.86, 1.29, 2.52, 0.94, 0.33, 0.67, 0.87, 0.95, 1.46, 2.20, 2.98, 3.98,
                  ((0.56, 0.60),), (1.50, 2.80), windows_end=0.88, sharpness=(5.0, 6.0), spokes=10, grille="plain"),
}  # fmt: skip
CAR_MODELS = {
    name: Size(form.length + 0.06, form.width + 2 * MIRROR + 0.01, form.height + 0.03) for name, form in FORMS.items()
}
_SHARES = {"compact": 15, "hatchback": 24, "saloon": 18, "estate": 12, "suv": 18, "mpv": 6, "van": 7, "coupe": 4}


def car(
    rng: np.random.Generator,
    position: tuple[float, float, float],
    yaw: float,
    model: str | None = None,
    driven: bool = True,
) -> Thing:
    """Return a car, painted.

    Parameters
    ----------
    rng : numpy.random.Generator
    position : (x, y, z) metres
        Of the ground below its middle.
    yaw : float, radians
        Where it heads.
    model : str or None
        A key of ``CAR_MODELS``; None draws one as common as in traffic.
    driven : bool
        Somebody sits at the wheel, and perhaps beside it; else it is parked.

    Raises
    ------
    KeyError
        If there is no such model.
    """
    if model is None:
        names = list(_SHARES)
        model = names[int(rng.choice(len(names), p=np.array(list(_SHARES.values())) / sum(_SHARES.values())))]
    materials = vehicle_materials(rng) | {"paint": painted(rng, vans=model == "van")}
    crew = (1 + int(rng.random() < 0.35)) if driven else 0
    placement = Placement(car_mesh(model, crew), position, materials, yaw)
    return Thing("car", (placement,), {"model": model})


@cache
def car_mesh(model: str, crew: int = 0) -> Mesh:
    """Return the mesh of a model, a key of ``CAR_MODELS``, with 0 to 2 people in it: at most 6,000 triangles."""
    return join([car_mesh(model), seated(FORMS[model], crew)]) if crew else bodywork(FORMS[model])
