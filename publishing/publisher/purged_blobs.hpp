#pragma once

#include "base/digest.hpp"
#include "publishing/model/purge.hpp"

#include <map>

namespace slipway::publishing {

struct PublisherState;

/// Destroys the bytes of purged packages. The row of the purge is committed and no IO thread uses the older tree any
/// more, so this repository will never need the bytes again; another one may. For the publisher's thread.
class PurgedBlobs {
public:
    explicit PurgedBlobs(PublisherState& of) : of_(of) {}

    /// Destroys the bytes unless another repository or an upload needs them. An upload of purged bytes is refused
    /// when its turn comes, and releases them; then they are looked at again.
    PurgedBytes destroy(const Sha256& blob);
    /// Destroys several, and records the outcome of each. For any other thread, which waits.
    void destroy(std::map<Sha256, PurgedBytes>& blobs);
    /// Destroys what an earlier run of the program left.
    void destroy_left();

private:
    PublisherState& of_;
};

}  // namespace slipway::publishing
