-- One step through the keys of one server. SCAN names no key, so a cluster would not know whom to ask: KEYS 1 is some key of that server.
-- ARGV 1 cursor   2 pattern   3 how far
return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
