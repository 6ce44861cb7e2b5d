"""The right of one person to enter: issued with a paid order, shown as a signed code."""
