"""What a figure means: is it on target, which way has it moved, for how long."""
