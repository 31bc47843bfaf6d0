"""Free questions, answered by quoting: the file's passages, how they are found, what could be measured."""
