"""What a build keeps beside an index so that the next one need not do it again; may be deleted."""
