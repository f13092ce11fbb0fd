"""From what was retrieved and read to what is answered."""
