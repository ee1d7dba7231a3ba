#pragma once

#include "base/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace slipway::s3 {

/// The name of an object below the bucket's prefix: "blobs/sha256/ab/…". It has 1 to 1,024 bytes of UTF-8 ("Naming
/// Amazon S3 objects"), no control characters, and no segments that HTTP clients and proxies rewrite: empty ones, "."
/// and
/// "..".
class ObjectKey {
public:
    /// Faults: invalid_input.
    static Result<ObjectKey> parse(std::string_view text);

    const std::string& text() const { return text_; }
    auto operator<=>(const ObjectKey&) const = default;

private:
    explicit ObjectKey(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// Returns whether `path` is one or more segments that a key may have.
bool is_key_path(std::string_view path);

}  // namespace slipway::s3
