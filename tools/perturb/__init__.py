"""Change one thing of a picture, and see whether the answer moves."""
