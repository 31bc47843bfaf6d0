"""The job interview score made here: the rule that its labels follow, its network, its five seeds."""
