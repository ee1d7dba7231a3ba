#pragma once

#include "storage/s3/http.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::s3 {

/// A part of an object: `[offset, offset + length)`.
struct Range {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Takes the bytes of an object in their order, each once. What it fails with ends the call and is its error.
using Sink = std::function<Result<>(ByteView bytes)>;

/// Receives a range of an object, over several attempts if need be: each asks for what is still missing, and only of
/// the same object (If-Match), should another one have taken its name meanwhile.
class Download final : public Receiver {
public:
    /// Precondition: the range is not empty, and `sink` lives longer.
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
