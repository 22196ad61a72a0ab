UPDATE decision SET state = $state WHERE decision_id = $decision_id;
