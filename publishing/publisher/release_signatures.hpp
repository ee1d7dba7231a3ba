#pragma once

#include "publishing/publisher/repository_slot.hpp"

#include <functional>
#include <string>
#include <utility>

namespace slipway::publishing {

struct PublisherState;

/// Release.gpg of apt distros: made after the switch, as every apt asks for InRelease first, and stored by a small
/// write of its own. For the publisher's thread.
class ReleaseSignatures {
public:
    explicit ReleaseSignatures(PublisherState& of) : of_(of) {}

    /// Begins to sign the distro's current Release of a channel.
    void sign(const std::string& repository, const std::string& channel, RowId distro);
    /// Answers when the signature of the current Release is there. Faults: not_found, busy "publication-failed".
    void wait(const std::string& repository, const std::string& distro, const std::string& channel,
              Done<PublishedFile> done);

private:
    void store(const std::string& repository, const std::string& channel, const storage::EntryPointRow& of,
               Result<std::string> signature);

    PublisherState& of_;
};

/// A channel or distro is gone: who waits for its signatures is told, and those under way concern nobody.
using IsOfGone = std::function<bool(const std::pair<std::string, RowId>&)>;  // channel and distro
void forget_release_signatures(RepositorySlot& slot, const IsOfGone& is_gone);

}  // namespace slipway::publishing
