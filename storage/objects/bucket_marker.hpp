#pragma once

#include "storage/identity/objects_place.hpp"
#include "storage/s3/client.hpp"

#include <optional>
#include <string>

namespace slipway::storage {

/// A bucket with its marker `slipway.id`, an object below its prefix. What follows from it is decided where identities
/// are (storage/identity/stores.cpp). Blocks; the client must outlive it.
class MarkedBucket final : public ObjectsPlace {
public:
    explicit MarkedBucket(s3::Client& client) : client_(client) {}

    std::string name() const override { return client_.bucket().url(); }
    Result<ObjectsContents> look() const override;
    Result<> mark(const std::string& id, const std::optional<std::string>& seen) const override;

private:
    s3::Client& client_;
};

}  // namespace slipway::storage
