-- Question: which territories of the kinds $levels may be chosen in a programme, and how many of its companies lie in each?
-- Rows: one per territory that lies in (or is, or holds) a territory of the programme's scope; by kind in the order of $levels, then by name.
WITH RECURSIVE inside (territory_id) AS (
    SELECT territory_id FROM programme_territory WHERE programme_id = $programme_id
    UNION
    SELECT child.territory_id FROM territory AS child JOIN inside ON child.parent_id = inside.territory_id
),
held AS (
    SELECT company_territory.territory_id, count(*) AS companies
    FROM company_territory JOIN company USING (company_id)
    WHERE company.programme_id = $programme_id GROUP BY company_territory.territory_id
)
SELECT territory.territory_id, territory.kind AS level, territory.name, coalesce(held.companies, 0) AS companies
FROM territory LEFT JOIN held USING (territory_id)
WHERE list_contains($levels, territory.kind)
    AND (held.companies > 0 OR territory.territory_id IN (SELECT territory_id FROM inside))
ORDER BY list_position($levels, territory.kind), territory.name, territory.territory_id;
