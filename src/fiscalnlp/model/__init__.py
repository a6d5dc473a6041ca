"""What flows through the library: records, places, money, ids. No stage's logic lives here."""
