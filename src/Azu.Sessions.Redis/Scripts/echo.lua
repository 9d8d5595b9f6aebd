-- Says something to one node, from this server. Returns how many heard it from this very server, how many servers the cluster has that hold
-- slots, as this server knows it (1 where there is no cluster), and in a cluster this server's name and its links to the others: for each the
-- other's name, and since when the link is there. (Before Redis 7.0, and to a user who may not ask, it does not tell its links.)
-- ARGV 1 channel   2 message

-- A replica lets no echo pass, also one that a client still takes for the primary: it does not hear all that the new primary announces.
if not redis.call('INFO', 'replication'):find('role:master', 1, true) then
  return redis.error_reply('READONLY A replica takes no echo.')
end
local heard = redis.call('PUBLISH', ARGV[1], ARGV[2])
local info = redis.pcall('CLUSTER', 'INFO')
if type(info) ~= 'string' then return { heard, 1 } end

local me = redis.pcall('CLUSTER', 'MYID')
local answer = { heard, tonumber(info:match('cluster_size:(%d+)')), type(me) == 'string' and me or '' }
for _, link in ipairs(redis.pcall('CLUSTER', 'LINKS')) do
  local about = {}
  for i = 1, #link, 2 do about[link[i]] = link[i + 1] end
  if about.direction == 'to' then
    answer[#answer + 1] = about.node
    answer[#answer + 1] = string.format('%.0f', about['create-time'])
  end
end
return answer
