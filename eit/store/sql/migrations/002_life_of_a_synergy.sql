-- Schema 1 to 2: an event has a rank. Until then the identifier decided between two events of one day.
ALTER TABLE synergy_event ADD COLUMN IF NOT EXISTS "rank" INTEGER;
UPDATE synergy_event SET "rank" = placed.place
FROM (SELECT event_id, row_number() OVER (PARTITION BY synergy_id ORDER BY occurred_on, event_id) AS place FROM synergy_event) AS placed
WHERE placed.event_id = synergy_event.event_id AND synergy_event."rank" IS NULL;
