-- Question: what does a programme do beside its synergies, and who carries what until when?
-- Rows: one per item, in the order of the programme; territory by name; amounts in the currency of the row.
SELECT item.*, territory.name AS territory
FROM item LEFT JOIN territory USING (territory_id)
WHERE item.programme_id = $programme_id
ORDER BY item.rank, item.item_id;
