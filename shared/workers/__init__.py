"""The Celery side of a service."""
