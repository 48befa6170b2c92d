"""How drawn inputs are drawn: no deadline, since the first call of a kernel compiles it."""

from hypothesis import settings

settings.register_profile("panscape", deadline=None)
settings.load_profile("panscape")
