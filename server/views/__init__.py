"""What templates show, computed from a scenario and the events of a play. No HTML but drawings and prose."""
