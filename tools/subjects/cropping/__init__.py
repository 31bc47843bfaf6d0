"""What Twitter's cropping program does around its network: prepare, point, crop."""
