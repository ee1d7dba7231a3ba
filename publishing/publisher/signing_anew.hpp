#pragma once

#include "publishing/model/model.hpp"

#include <memory>
#include <string>

namespace slipway::publishing {

struct PublisherState;

/// Signs the rpms of a revoked key with another key. For the publisher's thread.
class SigningAnew {
public:
    explicit SigningAnew(PublisherState& of) : of_(of) {}

    /// Begins to sign anew what this key has signed. The change that lists it takes its turn like any other.
    void begin(const std::string& repository, const std::string& revoked, const Actor& actor);
    /// Does the same for all revoked keys, as a revocation may have been cut off, or have missed rpms that no channel
    /// had at the time.
    void begin_all(const std::string& repository);
    /// Returns whether packages may be in the catalog that are not in any revision yet.
    bool is_under_way() const { return held_.use_count() > 1; }

private:
    Result<> store(const storage::PackageRow& row);

    PublisherState& of_;
    /// Each run holds a copy until its packages are in revisions, or will not be.
    const std::shared_ptr<void> held_ = std::make_shared<int>();
};

}  // namespace slipway::publishing
