UPDATE consortium_member SET left_on = $left_on WHERE member_id = $member_id;
