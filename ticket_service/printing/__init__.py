"""Documents are set by typst as accessible PDF, in a process beside the one that sells."""
