"""The outbox: letters written with their cause, sent until they arrive; knows no person."""
