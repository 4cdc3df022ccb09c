"""The ground every domain stands on; knows no domain."""
