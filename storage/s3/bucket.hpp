#pragma once

#include "base/result.hpp"
#include "storage/s3/object_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::s3 {

/// The place of the bucket's name in a URL ("Methods for accessing a general purpose bucket"): before the host, or at
/// the beginning of the path.
enum class Addressing : unsigned char { virtual_host, path };

/// What the configuration says about a bucket.
struct BucketSettings {
    std::string url;                         // "s3://bucket" or "s3://bucket/prefix"
    std::string endpoint{};                  // "https://host[:port]" or "http://…"; if empty, AWS's of the region
    std::string region{};                    // if empty, "us-east-1" at an endpoint
    std::optional<Addressing> addressing{};  // if nothing, `path` at an endpoint, `virtual_host` at AWS
};

/// A bucket, the prefix of its objects, and how they are addressed. A value.
class Bucket {
public:
    /// Faults: invalid_input; the message names the setting and what it must be.
    static Result<Bucket> create(const BucketSettings& settings);

    const std::string& name() const { return name_; }
    const std::string& region() const { return region_; }
    /// Returns "s3://bucket/prefix", for messages.
    std::string url() const;
    /// Returns scheme and authority of every request: "https://s3.example.net:8443".
    std::string origin() const { return scheme_ + "://" + authority_; }
    /// Returns the same without the bucket, which other tools call the endpoint.
    std::string endpoint() const;
    /// Returns the value of the field Host: without the scheme's own port.
    const std::string& authority() const { return authority_; }
    /// Returns the port of every request.
    std::uint16_t port() const;

    /// Returns the encoded path of an object's URL.
    std::string path_of(const ObjectKey& key) const;
    /// Returns the encoded path of the bucket's URL.
    std::string path() const;
    /// Returns the encoded source of a CopyObject: "/bucket/prefix/key".
    std::string copy_source(const ObjectKey& key) const;

    /// Returns the full name, or the beginning of full names, for a `name` below the prefix. It may be empty.
    std::string full_name(std::string_view name) const { return prefix_ + std::string(name); }
    /// The inverse of `full_name`. Returns nothing for a name outside the prefix.
    std::optional<std::string> name_below_prefix(std::string_view full_name) const;

private:
    Bucket() = default;

    std::string name_;
    std::string prefix_;  // empty, or ends with "/"
    std::string region_;
    std::string scheme_;
    std::string authority_;
    Addressing addressing_ = Addressing::path;
};

}  // namespace slipway::s3
