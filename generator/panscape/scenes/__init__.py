"""What a scene is, before anything is drawn: meshes, materials, placements, camera, light, weather."""

from panscape.scenes.camera import Camera, Lens, Sensor
from panscape.scenes.light import Lamp, Light, Weather
from panscape.scenes.material import Material, Texture
from panscape.scenes.mesh import Mesh, join
from panscape.scenes.scene import VOID, Placement, Scene, Stuff, Thing
from panscape.scenes.shots import Move, Shots

__all__ = [
    "VOID",
    "Camera",
    "Lamp",
    "Lens",
    "Light",
    "Material",
    "Mesh",
    "Move",
    "Placement",
    "Scene",
    "Sensor",
    "Shots",
    "Stuff",
    "Texture",
    "Thing",
    "Weather",
    "join",
]
