-- Says something to one node, from the server that KEYS 1 leads to. Returns how many heard it from this very server, and how many servers the
-- cluster has that hold slots, as this server knows it: 1 where there is no cluster.
-- KEYS 1 a key that nothing is kept under   ARGV 1 channel   2 message

-- A server that takes no writes lets no echo pass. One that is a replica now, and that a client still takes for the primary, does not hear
-- all that the new primary announces.
redis.call('DEL', KEYS[1])
local heard = redis.call('PUBLISH', ARGV[1], ARGV[2])
local info = redis.pcall('CLUSTER', 'INFO')
return { heard, type(info) == 'string' and tonumber(info:match('cluster_size:(%d+)')) or 1 }
