"""PostgreSQL and a broker without installing them: private servers under the data folder, for demo, tests and bench."""
