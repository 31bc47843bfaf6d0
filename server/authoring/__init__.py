"""The author's home: the live preview of one draft, on the author's own machine."""
