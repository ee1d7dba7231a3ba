#pragma once

#include "base/digest.hpp"
#include "publishing/model/purge.hpp"

#include <map>

namespace slipway::publishing {

struct PublisherState;

/// The end of a purge: the bytes go. The row that says so is committed and every IO thread has left the older tree,
/// so nobody comes to need them in this repository; another one may. For the publisher's thread.
class PurgedBlobs {
public:
    explicit PurgedBlobs(PublisherState& of) : of_(of) {}

    /// Destroys the bytes unless another repository or an upload needs them. An upload of purged bytes is refused
    /// when its turn comes, and releases them; then they are looked at again.
    PurgedBytes destroy(const Sha256& blob);
    /// The same for several, told one by one. For any other thread, which waits.
    void destroy(std::map<Sha256, PurgedBytes>& blobs);
    /// What an earlier run has not come to.
    void destroy_left();

private:
    PublisherState& of_;
};

}  // namespace slipway::publishing
