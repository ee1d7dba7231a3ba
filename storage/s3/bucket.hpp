#pragma once

#include "base/result.hpp"
#include "storage/s3/object_key.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::s3 {

/// Where the bucket's name stands in a URL ("Methods for accessing a general purpose bucket"): before the host, or at
/// the beginning of the path.
enum class Addressing : unsigned char { virtual_host, path };

/// Which bucket, as the configuration says it.
struct BucketSettings {
    std::string url;                         // "s3://bucket" or "s3://bucket/prefix"
    std::string endpoint{};                  // "https://host[:port]" or "http://…"; empty: AWS's own of the region
    std::string region{};                    // empty: "us-east-1" where there is an endpoint
    std::optional<Addressing> addressing{};  // nothing: of the path at an endpoint, before AWS's host
};

/// A bucket and the prefix below which the objects are, and how they are addressed. A value.
class Bucket {
public:
    /// Faults: invalid_input, with a message that names the setting and what it has to be.
    static Result<Bucket> create(const BucketSettings& settings);

    const std::string& name() const { return name_; }
    const std::string& region() const { return region_; }
    /// "s3://bucket/prefix", for messages.
    std::string url() const;
    /// "https://s3.example.net:8443": scheme and authority of every request.
    std::string origin() const { return scheme_ + "://" + authority_; }
    /// The same without the bucket: what tools call the endpoint.
    std::string endpoint() const;
    /// The field Host: without the scheme's own port.
    const std::string& authority() const { return authority_; }

    /// The encoded path of an object's URL.
    std::string path_of(const ObjectKey& key) const;
    /// The encoded path of the bucket's URL.
    std::string path() const;
    /// What CopyObject calls the source: "/bucket/prefix/key", encoded.
    std::string copy_source(const ObjectKey& key) const;

    /// The full name in the bucket of what begins with `name`, which may be empty.
    std::string full_name(std::string_view name) const { return prefix_ + std::string(name); }
    /// The inverse; nothing for a name outside the prefix.
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
