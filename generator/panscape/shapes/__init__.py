"""The shapes that scenes are made of: one module for each, giving cached meshes and dressed placements."""
