// What a command to the keyring plans. Which state follows which is the keyring's own rule (signing/keys/keyring.cpp).
#include "publishing/planning/planner.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

bool has_rpm(const storage::RepositoryRow& repository) {
    return std::any_of(repository.distros.begin(), repository.distros.end(),
                       [](const auto& distro) { return distro.format == "rpm"; });
}

/// Whether an Ed25519 key may become active.
Result<> check_ed25519(const RepositoryState& repository, const KeyCommand& command) {
    if (!has_rpm(repository.settings) || command.force == Force::yes) return {};
    return Error("key-state"_problem,
                 "an Ed25519 key cannot be verified by rpm on EL7 and EL8, and the repository has rpm distros; use an "
                 "RSA key, or force the change");
}

}  // namespace

Result<> check_key_command(const RepositoryState& repository, const KeyCommand& command) {
    const auto& active = signing::active_key(repository.keyring)->key.fingerprint;
    if (command.expect_active && active != *command.expect_active)
        return Error("key-state"_problem,
                     "the active key is " + active + ", not the expected one: it was rotated already");
    const bool becomes_active = command.verb == KeyCommand::Verb::rotate;
    if (becomes_active && command.algorithm == signing::KeyAlgorithm::ed25519)
        return check_ed25519(repository, command);
    return {};
}

Result<> Planner::plan_keys(const Actor& actor, const KeyChange& change) {
    using Verb = KeyCommand::Verb;
    const KeyCommand& command = change.command;
    signing::Keyring keyring = plan_.after.keyring;
    TRY(check_key_command(plan_.after, command));
    std::string subject = command.fingerprint;
    if (change.new_key) {
        for (const auto& key : keyring)
            if (key.key.fingerprint == change.new_key->fingerprint)
                return Error("key-state"_problem, "the repository has key " + key.key.fingerprint + " already");
        keyring.push_back({*change.new_key, signing::KeyState::standby});
        subject = change.new_key->fingerprint;
    }
    switch (command.verb) {
        case Verb::generate:
        case Verb::import: break;
        case Verb::rotate:
            keyring = change.new_key ? TRY(signing::activate(std::move(keyring), subject))
                                     : TRY(signing::rotate(std::move(keyring)));
            break;
        case Verb::activate: keyring = TRY(signing::activate(std::move(keyring), subject)); break;
        case Verb::retire: keyring = TRY(signing::retire(std::move(keyring), subject)); break;
        case Verb::revoke: keyring = TRY(signing::revoke(std::move(keyring), subject)); break;
    }
    const auto& active = signing::active_key(keyring)->key;
    const bool newly_active = active.fingerprint != signing::active_key(plan_.after.keyring)->key.fingerprint;
    if (newly_active && active.algorithm == "ed25519") TRY(check_ed25519(plan_.after, command));

    add_event(actor, "", audit::KeyChanged{command.verb, command.verb == Verb::rotate ? active.fingerprint : subject});
    if (change.new_key) plan_.new_keys.push_back(*change.new_key);
    plan_.after.keyring = std::move(keyring);
    plan_.keyring_changed = true;
    all_entry_points_ = true;
    return {};
}

}  // namespace slipway::publishing
