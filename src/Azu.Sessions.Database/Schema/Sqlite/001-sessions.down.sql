DROP VIEW {sessions_readable};
DROP TABLE {sessions_nodes};
DROP TABLE {sessions_entries};
DROP TABLE {sessions};
