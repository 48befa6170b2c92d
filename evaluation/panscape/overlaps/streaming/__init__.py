"""Joint tables from the filtered rows of two PNGs, without a map of pixels."""
