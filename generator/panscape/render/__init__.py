"""Scenes to pixels: a picture in linear light, and the exact segment and depth of each of its pixels."""

from panscape.render.renderer import Rendering, Sight, labels, look, picture, render

__all__ = ["Rendering", "Sight", "labels", "look", "picture", "render"]
