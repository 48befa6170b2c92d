"""The rows of a PNG of ids, read as runs: one id, and how far it reaches."""
