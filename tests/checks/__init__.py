"""Rules of the tree that no linter knows."""
