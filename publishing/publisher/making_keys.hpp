#pragma once

#include "publishing/planning/change.hpp"

#include <optional>
#include <string>

namespace slipway::publishing {

struct PublisherState;

/// Returns the key that has to be made before a change can be planned, or nothing if it needs none. What can be refused
/// is refused here, so that a refused change leaves nothing in the directory of the keyring. Faults: those of Rights
/// and of the change.
Result<std::optional<KeyRequest>> wanted_key(const PublisherState& state, const Change& change,
                                             const RepositoryState& repository);

/// Generates a key, or imports the one in the request. Blocks for as long as gpg takes. Faults: those of the signer.
Result<signing::PublicKey> make_key(const PublisherState& state, const std::string& repository,
                                    const KeyRequest& wanted);

/// Gives the change its key. If the change is refused, a generated key is deleted, because nobody else knows it. An
/// imported key stays, as its file may have been there before, or another request may use it. fsck names private keys
/// that no repository has.
void give_key(PublisherState& state, Change& change, const std::string& repository, const KeyRequest& wanted,
              const signing::PublicKey& key);

}  // namespace slipway::publishing
