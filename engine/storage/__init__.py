"""Tables, the database that holds them, and the history of their schema."""
