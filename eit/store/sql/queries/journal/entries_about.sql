-- Question: which entries of the journal changed an organisation, its flows, its synergies' parties or what else names it?
-- Rows: one per entry, the last first; $ids: the organisation and its flows.
SELECT * FROM journal WHERE entry IN (
    SELECT entry FROM journal_row
    WHERE list_has_any(string_split(row_key, '|'), $ids)
        OR json_extract_string(before, '$.company_id') = $company_id OR json_extract_string(after, '$.company_id') = $company_id
) ORDER BY entry DESC;
