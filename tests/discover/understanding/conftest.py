from tests.discover.small_catalogue import book

__all__ = ["book"]
