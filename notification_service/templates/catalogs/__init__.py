"""What is said in other languages: a catalog for each, in gettext's form, which programs for translators open."""
