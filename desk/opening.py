"""Opening the database, for whoever stands in front of the desk and may not touch the tables."""

from models.base import FieldErrors
from models.engine import Store
from models.migrations import open_store

__all__ = ["FieldErrors", "Store", "open_store"]
