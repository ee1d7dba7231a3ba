-- What wrk has counted, as one line of JSON behind its own summary.
done = function(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\nJSON {"requests": %d, "bytes": %d, "microseconds": %d, "errors": %d}\n', summary.requests, summary.bytes,
        summary.duration, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
