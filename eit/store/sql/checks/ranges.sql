-- Must return no row: a factor whose low, central and high are not in order.
SELECT factor_id FROM factor WHERE low > central OR central > high OR low > high;
