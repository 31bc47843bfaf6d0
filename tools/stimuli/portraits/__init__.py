"""The portrait studio: computed busts in which every factor is exact and known. They are nobody."""
