-- Sends GET requests with the cookies of a file in turn, one per line, and prints what became of them in one line.
local requests = {}
local next_request = 0

function init(args)
  for cookie in io.lines(args[1]) do
    if cookie == "-" then
      requests[#requests + 1] = wrk.format("GET")
    else
      requests[#requests + 1] = wrk.format("GET", nil, { Host = wrk.headers["Host"], Cookie = cookie })
    end
  end
end

function request()
  next_request = next_request % #requests + 1
  return requests[next_request]
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
