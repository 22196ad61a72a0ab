-- Question: what happened to the synergies of a programme, and when?
-- Rows: one per event, oldest first.
SELECT synergy_event.* FROM synergy_event JOIN synergy USING (synergy_id)
WHERE synergy.programme_id = $programme_id ORDER BY synergy_event.occurred_on, synergy_event.rank;
