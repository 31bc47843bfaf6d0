"""The models on the table, one file each; the name of the file is the name of the subject."""
