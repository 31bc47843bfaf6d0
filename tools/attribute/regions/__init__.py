"""Places of a picture that have a name: squares of a grid, patches of one colour, the parts of a face."""
