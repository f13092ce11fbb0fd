"""What a typed line wants: its form, its days, its slips."""
