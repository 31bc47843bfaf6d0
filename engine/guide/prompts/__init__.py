"""What models are asked: Jinja2 files with blocks ``system`` and ``user``, versioned by their bytes."""
