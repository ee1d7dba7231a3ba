#include "publishing/planning/key_change.hpp"

#include "publishing/planning/planning.hpp"
#include "repo-format/formats/package_format.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using Verb = KeyCommand::Verb;

bool signs_packages(const storage::RepositoryRow& repository) {
    return std::ranges::any_of(repository.distros,
                               [](const auto& distro) { return formats::of(distro.format).traits().signs_packages; });
}

/// Whether an Ed25519 key may become active.
Result<> check_ed25519(const RepositoryState& repository, const KeyCommand& command) {
    if (!signs_packages(repository.settings) || command.force == Force::yes) return {};
    return Error("key-state"_problem,
                 "an Ed25519 key cannot be verified by rpm on EL7 and EL8, and the repository has rpm distros; use an "
                 "RSA key, or force the change");
}

Result<> check_key_command(const RepositoryState& repository, const KeyCommand& command) {
    const auto& active = signing::active_key(repository.keyring)->key.fingerprint;
    if (command.expect_active && active != *command.expect_active)
        return Error("key-state"_problem,
                     "the active key is " + active + ", not the expected one: it was rotated already");
    const bool becomes_active = command.verb == Verb::rotate;
    if (becomes_active && command.algorithm == signing::KeyAlgorithm::ed25519)
        return check_ed25519(repository, command);
    return {};
}

bool needs_new_key(const RepositoryState& repository, const KeyCommand& command) {
    if (command.verb == Verb::generate || command.verb == Verb::import) return true;
    if (command.verb != Verb::rotate) return false;
    const auto is_standby = [](const auto& key) { return key.state == signing::KeyState::standby; };
    return command.algorithm || std::ranges::none_of(repository.keyring, is_standby);
}

Result<> check_unknown(const signing::Keyring& keyring, const std::string& fingerprint) {
    for (const auto& key : keyring)
        if (key.key.fingerprint == fingerprint)
            return Error("key-state"_problem, "the repository has key " + fingerprint + " already");
    return {};
}

}  // namespace

std::optional<Action> KeyChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository);
}

Result<std::optional<KeyRequest>> KeyChange::wanted_key(const RepositoryState& repository) const {
    if (new_key_ || !needs_new_key(repository, command_)) return std::optional<KeyRequest>();
    TRY(check_key_command(repository, command_));
    if (command_.verb == Verb::import)
        return std::optional(KeyRequest{.armored = command_.armored, .passphrase = command_.passphrase});
    return std::optional(KeyRequest{.algorithm = command_.algorithm});
}

Result<signing::Keyring> KeyChange::keyring_after(const RepositoryState& repository) const {
    auto keyring = repository.keyring;
    if (new_key_) {
        TRY(check_unknown(keyring, new_key_->fingerprint));
        keyring.push_back({*new_key_, signing::KeyState::standby});
    }
    switch (command_.verb) {
        case Verb::generate:
        case Verb::import: return keyring;
        case Verb::rotate:
            return new_key_ ? signing::activate(std::move(keyring), new_key_->fingerprint)
                            : signing::rotate(std::move(keyring));
        case Verb::activate: return signing::activate(std::move(keyring), command_.fingerprint);
        case Verb::retire: return signing::retire(std::move(keyring), command_.fingerprint);
        case Verb::revoke: return signing::revoke(std::move(keyring), command_.fingerprint);
    }
    return keyring;
}

Result<Change::Answer> KeyChange::plan(Planning& planning) const {
    const RepositoryState& state = planning.state();
    TRY(check_key_command(state, command_));
    auto keyring = TRY(keyring_after(state));
    const auto& active = signing::active_key(keyring)->key;
    const bool newly_active = active.fingerprint != signing::active_key(state.keyring)->key.fingerprint;
    if (newly_active && active.algorithm == "ed25519") TRY(check_ed25519(state, command_));

    const auto& named = new_key_ ? new_key_->fingerprint : command_.fingerprint;
    const auto& subject = command_.verb == Verb::rotate ? active.fingerprint : named;
    planning.add_event(actor(), "", audit::KeyChanged{command_.verb, subject});
    Plan& plan = planning.plan();
    if (new_key_) plan.new_keys.push_back(*new_key_);
    // That was allowed, so nobody is asked again for what follows from it.
    if (command_.verb == Verb::revoke) plan.revoked = {command_.fingerprint, {actor().name, actor().address}};
    plan.after.keyring = std::move(keyring);
    plan.keyring_changed = true;
    planning.renew_entry_points();
    return answer(plan.after.keyring);
}

}  // namespace slipway::publishing
