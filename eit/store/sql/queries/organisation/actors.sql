-- Question: who helps the companies of a programme, with what, and where do we know it from?
-- Rows: one per actor; territory NULL = the whole programme.
SELECT actor.*, territory.name AS territory FROM actor LEFT JOIN territory USING (territory_id)
WHERE actor.programme_id = $programme_id ORDER BY actor.kind, actor.name, actor.actor_id;
