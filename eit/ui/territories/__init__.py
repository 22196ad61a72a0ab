"""The pages Territoires and Matières."""
