"""A transformer from the files that its authors published to the one that runs: converted once,
kept in the user's cache folder, run on OpenVINO, or on torch where that is not to be had."""
