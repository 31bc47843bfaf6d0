"""What subjects are shown: cases, recipes made into pixels, changes, and pictures that readers bring."""
