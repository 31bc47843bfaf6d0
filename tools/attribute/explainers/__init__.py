"""The arithmetic of each method of explanation: an opened stimulus in, one signed number a pixel out."""
