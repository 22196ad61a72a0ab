-- Rows: one per company and territory that holds it: its park, its municipality, and everything above them.
-- The condition in braces is ours: every company, or those that an edit touched.
INSERT INTO company_territory
WITH RECURSIVE above (company_id, territory_id) AS (
    SELECT company_id, municipality_id FROM company WHERE {companies}
    UNION
    SELECT company_id, park_id FROM company WHERE park_id IS NOT NULL AND {companies}
    UNION
    SELECT above.company_id, territory.parent_id
    FROM above JOIN territory USING (territory_id) WHERE territory.parent_id IS NOT NULL
)
SELECT company_id, territory_id, kind FROM above JOIN territory USING (territory_id) ORDER BY company_id, territory_id;
