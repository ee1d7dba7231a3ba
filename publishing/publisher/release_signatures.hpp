#pragma once

#include "publishing/publisher/repository_slot.hpp"

#include <functional>
#include <string>
#include <utility>

namespace slipway::publishing {

struct PublisherState;

/// Makes the Release.gpg of apt distros. That happens after the switch, as every apt requests InRelease first, and a
/// small write of its own stores it. For the publisher's thread.
class ReleaseSignatures {
public:
    explicit ReleaseSignatures(PublisherState& of) : of_(of) {}

    /// Begins to sign the distro's current Release of a channel.
    void sign(const std::string& repository, const std::string& channel, RowId distro);
    /// Answers as soon as the signature of the current Release exists. Faults: not_found, busy "publication-failed".
    void wait(const std::string& repository, const std::string& distro, const std::string& channel,
              Done<PublishedFile> done);

private:
    void store(const std::string& repository, const std::string& channel, const storage::EntryPointRow& of,
               Result<std::string> signature);

    PublisherState& of_;
};

/// Forgets the signatures of a deleted channel or distro: refuses the requests that wait for them, and drops those that
/// are being made.
using IsOfGone = std::function<bool(const std::pair<std::string, RowId>&)>;  // channel and distro
void forget_release_signatures(RepositorySlot& slot, const IsOfGone& is_gone);

}  // namespace slipway::publishing
