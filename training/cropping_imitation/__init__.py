"""How the stand-in of Twitter's cropping network is made: pictures, views, maps, learning, agreement."""
