"""The measured tables of the data sheets, one file each: ``autopsie subjects measure NAME``."""
