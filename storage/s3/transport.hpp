#pragma once

#include "storage/s3/http.hpp"

namespace slipway::s3 {

/// Carries out a request once. Thread-safe; blocks, for `request.time_limit` at most.
class Transport {
public:
    virtual ~Transport() = default;
    /// If `receiver` is null, the result has the body of a successful answer. It always has that of any other answer.
    virtual Attempt attempt(const HttpRequest& request, Receiver* receiver) = 0;
};

}  // namespace slipway::s3
