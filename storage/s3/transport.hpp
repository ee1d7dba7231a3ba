#pragma once

#include "storage/s3/http.hpp"

namespace slipway::s3 {

/// Carries out a request once. Thread-safe; blocks, for `request.time_limit` at most.
class Transport {
public:
    virtual ~Transport() = default;
    /// `receiver` may be null: then the body of a successful answer is kept, as that of any other always is.
    virtual Attempt attempt(const HttpRequest& request, Receiver* receiver) = 0;
};

}  // namespace slipway::s3
