-- Rows: the flows and companies that a journal entry changed, and the flows of those companies.
SELECT table_name, row_key FROM journal_row WHERE entry = ? AND table_name = 'flow'
UNION
SELECT 'flow', flow.flow_id FROM journal_row JOIN flow ON flow.company_id = journal_row.row_key
WHERE journal_row.entry = ? AND journal_row.table_name = 'company'
UNION
SELECT table_name, row_key FROM journal_row WHERE entry = ? AND table_name = 'company'
ORDER BY ALL;
