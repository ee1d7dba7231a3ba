#pragma once

#include "publishing/model/model.hpp"

#include <memory>
#include <string>

namespace slipway::publishing {

struct PublisherState;

/// What a revocation leaves to do: the rpms that the key has signed are signed by another one. For the publisher's
/// thread.
class SigningAnew {
public:
    explicit SigningAnew(PublisherState& of) : of_(of) {}

    /// Begins to sign anew what this key has signed. The change that lists it takes its turn like any other.
    void begin(const std::string& repository, const std::string& revoked, const Actor& actor);
    /// The same for all revoked keys: a revocation missed rpms that no channel had at the time, or was cut off.
    void begin_all(const std::string& repository);
    /// Whether packages may be in the catalog that are not in any revision yet.
    bool is_under_way() const { return held_.use_count() > 1; }

private:
    Result<> store(const storage::PackageRow& row);

    PublisherState& of_;
    /// Held by those who sign rpms anew until their packages are in revisions, or will not be.
    const std::shared_ptr<void> held_ = std::make_shared<int>();
};

}  // namespace slipway::publishing
