-- Must return no row: a row of a programme that is not there, or that names a place, an organisation or a material that is not.
-- The vocabulary is left out: it comes with the reference tables, before its programmes.
WITH of_programme AS (
    SELECT 'programme_territory' AS what, territory_id AS id, programme_id FROM programme_territory
    UNION ALL SELECT 'priority_material', material_id, programme_id FROM priority_material
    UNION ALL SELECT 'consortium_member', member_id, programme_id FROM consortium_member
    UNION ALL SELECT 'meeting', meeting_id, programme_id FROM meeting
    UNION ALL SELECT 'indicator', indicator_id, programme_id FROM indicator
    UNION ALL SELECT 'business_count', territory_id, programme_id FROM business_count
    UNION ALL SELECT 'index_slot', territory_id, programme_id FROM index_slot
    UNION ALL SELECT 'flow', flow_id, programme_id FROM flow
    UNION ALL SELECT 'synergy', synergy_id, programme_id FROM synergy
    UNION ALL SELECT 'item', item_id, programme_id FROM item
    UNION ALL SELECT 'programme_partner', programme_id, programme_id FROM programme_partner
),
placed AS (
    SELECT 'business_count' AS what, sector_code AS id, territory_id FROM business_count
    UNION ALL SELECT 'index_slot', programme_id, territory_id FROM index_slot
    UNION ALL SELECT 'item', item_id, territory_id FROM item WHERE territory_id IS NOT NULL
    UNION ALL SELECT 'indicator', indicator_id, territory_id FROM indicator WHERE territory_id IS NOT NULL
),
made_of AS (
    SELECT 'known_synergy.offer' AS what, library_id AS id, offer_material_id AS material_id FROM known_synergy
    UNION ALL SELECT 'known_synergy.demand', library_id, demand_material_id FROM known_synergy
    UNION ALL SELECT 'compatibility.offer', demand_material_id, offer_material_id FROM compatibility
    UNION ALL SELECT 'compatibility.demand', offer_material_id, demand_material_id FROM compatibility
)
SELECT what || '.programme' AS what, id FROM of_programme ANTI JOIN programme USING (programme_id)
UNION ALL SELECT what || '.territory', id FROM placed ANTI JOIN territory USING (territory_id)
UNION ALL SELECT what || '.material', id FROM made_of ANTI JOIN material USING (material_id)
UNION ALL SELECT 'member.company', member_id FROM consortium_member WHERE company_id IS NOT NULL AND company_id NOT IN (SELECT company_id FROM company)
UNION ALL SELECT 'flow.programme of its company', flow_id FROM flow JOIN company USING (company_id) WHERE flow.programme_id <> company.programme_id;
