"""Ways of asking: a typed line becomes a plan, and the plan an Answer."""
