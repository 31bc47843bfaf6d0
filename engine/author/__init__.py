"""The author's workbench: what helps write, test, explore, translate and ship a scenario."""
