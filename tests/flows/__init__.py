"""Whole lives through the running system: what people do, and what must hold while parts of it die."""
