"""Ask which parts of a picture an answer rests on, and whether the map can be trusted."""
