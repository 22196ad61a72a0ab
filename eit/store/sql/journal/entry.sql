-- One entry. Parameter: its number.
SELECT action, programme_id, subject FROM journal WHERE entry = ?;
