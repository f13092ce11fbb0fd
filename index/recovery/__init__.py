"""Going back a generation, and building anew what is damaged."""
