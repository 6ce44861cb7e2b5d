"""What a process tells of itself: logs, figures, traces, and which code it is."""
