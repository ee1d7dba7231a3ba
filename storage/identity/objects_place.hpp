#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>

namespace slipway::storage {

/// A bucket with package files and packs, as it is seen from outside.
struct ObjectsContents {
    std::optional<std::string> id{};  // in its marker
    bool has_packages = false;        // of one without a marker

    /// Whether a catalog knows what is in it, or knew it.
    bool is_taken() const { return id.has_value() || has_packages; }
};

/// Where package files and packs are if not in the data directory: a bucket, or a prefix of one. Its marker has the id
/// of the catalog that knows what is in it. Objects that no row of a catalog names are garbage, so two catalogs over
/// one bucket would delete each other's packages. Thread-safe.
class ObjectsPlace {
public:
    ObjectsPlace() = default;
    ObjectsPlace(const ObjectsPlace&) = delete;
    ObjectsPlace& operator=(const ObjectsPlace&) = delete;
    virtual ~ObjectsPlace() = default;

    /// As messages name it: "s3://packages/prod".
    virtual std::string name() const = 0;
    /// Writes nothing. Blocks. Faults: busy, io.
    virtual Result<ObjectsContents> look() const = 0;
    /// Writes the id into the marker, where `look` saw `seen`. Durable when it returns. Blocks. Faults: unsupported
    /// (another catalog has written its own meanwhile), busy, io.
    virtual Result<> mark(const std::string& id, const std::optional<std::string>& seen) const = 0;
};

}  // namespace slipway::storage
