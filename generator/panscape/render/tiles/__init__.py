"""Shading in tiles: up to 256 samples of one material at a time, row by row, so that a processor's vectors are full."""
