"""How the models that can be trained again are trained, in small: one file a kind of model."""
