"""How fast the parts that could be slow are, each beside what the machine could do at best."""
