// The life of a signing key: standby → active → retiring → retired, and revoked from everywhere but active.
//
// Clients learn keys slowly and forget them never, so a key is published (standby) before it signs alone and goes on
// signing apt indexes (retiring) after another took over: at every moment each client holds at least one key that
// signed what it reads. Exactly one key is active: repomd.xml and rpms carry a single signature.

#include "signing/keys/keyring.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

Result<RepositoryKey*> key_in(Keyring& keyring, const std::string& fingerprint) {
    for (auto& key : keyring)
        if (key.key.fingerprint == fingerprint) return &key;
    return Error(Fault::not_found, "the repository has no key " + fingerprint);
}

Error wrong_state(const RepositoryKey& key, std::string_view remedy) {
    return Error("key-state"_problem,
                 "key " + key.key.fingerprint + " is " + std::string(name_of(key.state)) + "; " + std::string(remedy));
}

bool is_one_of(KeyState state, std::initializer_list<KeyState> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

std::string concatenated(const Keyring& keyring, std::initializer_list<KeyState> states) {
    std::string out;
    for (const auto& key : keyring) {
        if (!is_one_of(key.state, states)) continue;
        out += key.key.armored;
        if (!out.ends_with('\n')) out += '\n';
    }
    return out;
}

}  // namespace

Result<Keyring> activate(Keyring keyring, const std::string& fingerprint) {
    auto* chosen = TRY(key_in(keyring, fingerprint));
    if (chosen->state == KeyState::active) return wrong_state(*chosen, "there is nothing to do");
    if (!is_one_of(chosen->state, {KeyState::standby, KeyState::retiring}))
        return wrong_state(*chosen, "clients no longer trust it; generate or import a new key and activate that one");

    for (auto& key : keyring)
        if (key.state == KeyState::active) key.state = KeyState::retiring;
    chosen->state = KeyState::active;
    return keyring;
}

Result<Keyring> retire(Keyring keyring, const std::string& fingerprint) {
    auto* chosen = TRY(key_in(keyring, fingerprint));
    if (chosen->state == KeyState::active) return wrong_state(*chosen, "activate another key first, then retire it");
    if (!is_one_of(chosen->state, {KeyState::standby, KeyState::retiring}))
        return wrong_state(*chosen, "only a standby or retiring key can be retired");

    chosen->state = KeyState::retired;
    return keyring;
}

Result<Keyring> revoke(Keyring keyring, const std::string& fingerprint) {
    auto* chosen = TRY(key_in(keyring, fingerprint));
    if (chosen->state == KeyState::active) return wrong_state(*chosen, "activate another key first, then revoke it");
    if (chosen->state == KeyState::revoked) return wrong_state(*chosen, "there is nothing to do");

    chosen->state = KeyState::revoked;
    return keyring;
}

Result<Keyring> rotate(Keyring keyring) {
    for (const auto& key : keyring) {
        if (key.state != KeyState::standby) continue;
        const std::string oldest = key.key.fingerprint;
        return activate(std::move(keyring), oldest);
    }
    return Error("key-state"_problem, "there is no standby key to rotate to; generate or import one first");
}

const RepositoryKey* active_key(const Keyring& keyring) {
    for (const auto& key : keyring)
        if (key.state == KeyState::active) return &key;
    return nullptr;
}

std::vector<std::string> apt_signers(const Keyring& keyring) {
    std::vector<std::string> signers;
    if (const auto* active = active_key(keyring)) signers.push_back(active->key.fingerprint);
    for (const auto& key : keyring)
        if (is_one_of(key.state, {KeyState::standby, KeyState::retiring})) signers.push_back(key.key.fingerprint);
    return signers;
}

std::string apt_trusted(const Keyring& keyring) {
    return concatenated(keyring, {KeyState::standby, KeyState::active, KeyState::retiring});
}

std::string rpm_trusted(const Keyring& keyring) {
    return concatenated(keyring, {KeyState::standby, KeyState::active, KeyState::retiring, KeyState::retired});
}

std::string revoked_keys(const Keyring& keyring) { return concatenated(keyring, {KeyState::revoked}); }

}  // namespace slipway::signing
