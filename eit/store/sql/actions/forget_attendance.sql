DELETE FROM attendance WHERE meeting_id = $meeting_id;
