"""What each texture makes of a tile: it fills the rows from R to THROUGH, for one material at a time."""
