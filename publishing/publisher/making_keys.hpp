#pragma once

#include "publishing/planning/change.hpp"

#include <optional>
#include <string>

namespace slipway::publishing {

struct PublisherState;

/// The key that has to be made before a change can be planned; none where it needs none. What can be refused is refused
/// here: a refused change shall leave nothing in the keyring's directory. Faults: those of Rights and of the change.
Result<std::optional<KeyRequest>> wanted_key(const PublisherState& state, const Change& change,
                                             const RepositoryState& repository);

/// Makes a key, or takes in the one that the request holds. Blocks, as long as gpg needs. Faults: those of the signer.
Result<signing::PublicKey> make_key(const PublisherState& state, const std::string& repository,
                                    const KeyRequest& wanted);

/// Hands the change its key. One that was made for it goes with it if it is refused: nobody else knows the key. One
/// that was taken in stays, as its file may have been there before, or another request may hold it; fsck names private
/// keys that no repository has.
void give_key(PublisherState& state, Change& change, const std::string& repository, const KeyRequest& wanted,
              const signing::PublicKey& key);

}  // namespace slipway::publishing
