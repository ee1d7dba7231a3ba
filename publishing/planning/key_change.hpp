#pragma once

#include "publishing/planning/change.hpp"
#include "signing/keys/keyring.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {

/// What to do with a repository's keys.
struct KeyCommand {
    using Verb = KeyVerb;
    Verb verb;
    std::string fingerprint{};                         // activate, retire, revoke
    std::optional<signing::KeyAlgorithm> algorithm{};  // generate, rotate
    std::string armored{}, passphrase{};               // import
    std::optional<std::string> expect_active{};        // rotate
    Force force = Force::no;  // activate, rotate: an Ed25519 key in a repository with rpm distros
};

/// Carries out a command on the keyring, and is answered with the new keyring. Every entry point is signed anew. The
/// keyring's own rule says which state follows which (signing/keys/keyring.hpp). Faults: conflict "key-state";
/// not_found (key); those of generating or importing a key.
class KeyChange final : public AnsweredChange<signing::Keyring> {
public:
    KeyChange(Actor actor, KeyCommand command, Done<signing::Keyring> done)
        : AnsweredChange(std::move(actor), std::move(done)), command_(std::move(command)) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    Result<std::optional<KeyRequest>> wanted_key(const RepositoryState& repository) const override;
    void take_key(signing::PublicKey key) override { new_key_ = std::move(key); }
    Result<Answer> plan(Planning& planning) const override;

private:
    Result<signing::Keyring> keyring_after(const RepositoryState& repository) const;

    const KeyCommand command_;
    std::optional<signing::PublicKey> new_key_;  // generated or imported before the change got its turn
};

}  // namespace slipway::publishing
