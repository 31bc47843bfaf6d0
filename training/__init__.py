"""How the networks *made here* were trained: one seeded script each, ``python -m training.<name>``."""
