"""Boundary bands: the pixels of a segment that lie within a distance of its outline or of the picture's edge."""
