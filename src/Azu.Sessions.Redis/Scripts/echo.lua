-- Says something to one node, from the server that KEYS 1 leads to; and returns how many servers the cluster has that hold slots, as this
-- server knows it: 1 where there is no cluster.
-- ARGV 1 channel   2 message
redis.call('PUBLISH', ARGV[1], ARGV[2])
local info = redis.pcall('CLUSTER', 'INFO')
return type(info) == 'string' and tonumber(info:match('cluster_size:(%d+)')) or 1
