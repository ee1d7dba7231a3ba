#pragma once

#include "storage/s3/http.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::s3 {

/// The bytes `[offset, offset + length)` of an object.
struct Range {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Takes the bytes of an object in order, each once. If it fails, the call ends with its error.
using Sink = std::function<Result<>(ByteView bytes)>;

/// Receives a range of an object in one or more attempts. Each asks for the bytes that are still missing, and only of
/// the same version of the object (If-Match).
class Download final : public Receiver {
public:
    /// Requires that the range is not empty. `sink` must outlive it.
    Download(Range range, const Sink& sink) : missing_(range), sink_(sink) {}

    Fields fields() const override;
    std::uint64_t missing() const override { return missing_.length; }
    /// Faults: corrupt (the object does not have the range), unsupported (the store does not send ranges).
    Result<> begin(const HttpAnswer& head) override;
    Result<> take(ByteView bytes) override;

private:
    Range missing_;
    const Sink& sink_;
    std::string etag_{};
};

}  // namespace slipway::s3
