-- Question: what happened to every synergy, and which stage has each reached?
-- Rows: one per event of every programme, in the order of entry; `current` is the stage of the synergy now.
SELECT synergy_event.*, synergy_stage.stage AS current FROM synergy_event LEFT JOIN synergy_stage USING (synergy_id)
ORDER BY synergy_event.synergy_id, synergy_event.rank;
