"""Rings on pixel edges: from masks to polygons and back without a pixel lost."""

from panscape.polygons.rings import Rings, area, fill, length, outline, resampled, simplified, trace

__all__ = ["Rings", "area", "fill", "length", "outline", "resampled", "simplified", "trace"]
