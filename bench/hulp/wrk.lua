-- The requests of a file, one after the other and then from the start again: per line the method, the path and the body,
-- as JSON strings with a tab between. The result goes to stdout as one line of JSON, after a line that marks it.
local requests = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(method, path, nil, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\nuitslag {"aantal":%d,"us":%d,"p50":%d,"p95":%d,"fout":%d,"verbroken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
