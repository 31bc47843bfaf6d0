"""The network of the stand-in of Twitter's cropping program, and what was measured of its agreement."""
