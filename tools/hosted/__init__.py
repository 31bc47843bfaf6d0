"""Programs in a process of their own: started when asked, told no secret, bounded, and ended with us."""
