#include "base/text.hpp"
#include "server/api/list_page.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>
#include <span>

namespace slipway::api {
namespace {

using publishing::KeyCommand;
using Verb = KeyCommand::Verb;

/// What clients do after a rotation.
const std::vector<std::string> rotation_notes = {
    "apt trusts every standby key it got with keys.asc; machines set up before the new key existed need keys.asc "
    "again.",
    "dnf imports the new key at its next run with -y; a run without -y skips the repository with an error.",
    "zypper with libzypp >= 17.36 learns a standby key by itself; older zypper needs --gpg-auto-import-keys once.",
};

Result<std::optional<signing::KeyAlgorithm>> parse_algorithm(const JsonObject& body) {
    using Algorithm = std::optional<signing::KeyAlgorithm>;
    const auto name = TRY(body.text("algorithm", ""));
    if (!name || name->empty()) return Algorithm();
    const auto algorithm = signing::parse_algorithm(*name);
    if (!algorithm) return body.invalid("algorithm", "'rsa4096', 'rsa3072' or 'ed25519'");
    return algorithm;
}

/// Fingerprints are written with upper-case digits; people also write lower-case ones.
std::string fingerprint_of(std::string_view text) {
    std::string fingerprint;
    for (const char c : text) fingerprint += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return fingerprint;
}

signing::Keyring::const_iterator find_key(const signing::Keyring& keyring, std::string_view fingerprint) {
    return std::ranges::find_if(keyring, [&](const auto& key) { return key.key.fingerprint == fingerprint; });
}

/// The keyring after a command, and where the key is that it made.
http::Response answer(const signing::Keyring& keyring, Verb verb, const BaseUrl& base, const std::string& repository) {
    auto json = keyring_json(keyring);
    const auto url = [&](const signing::PublicKey& key) {
        return base.api_url({"repositories", repository, "keys", key.fingerprint});
    };
    switch (verb) {
        case Verb::generate:
        case Verb::import: return created(url(keyring.back().key), json);
        case Verb::rotate: return created(url(signing::active_key(keyring)->key), json.add("notes", rotation_notes));
        case Verb::activate:
        case Verb::retire:
        case Verb::revoke: break;
    }
    return json_response(200, json);
}

http::Reply carry_out(Services& services, const Call& call, KeyCommand command) {
    auto& publisher = services.parts.publisher;
    auto render = [verb = command.verb, base = call.base, repo = call.repository_name()](
                      const signing::Keyring& keyring) { return answer(keyring, verb, base, repo); };
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), command = std::move(command)](
                     auto done) { publisher.change_keys(actor, repo, command, std::move(done)); };
    return later<signing::Keyring>(services, std::move(start), std::move(render));
}

/// Activate, retire and revoke: the key stands in the path, the body is empty.
Result<http::Reply> change_state(Services& services, const Call& call, Verb verb) {
    TRY(call.repository());
    const auto& body = call.body;
    TRY(body.allow_only({}));
    KeyCommand command{};
    command.verb = verb;
    command.force = TRY(call.force());
    command.fingerprint = fingerprint_of(call.parameter("fingerprint"));
    return carry_out(services, call, std::move(command));
}

}  // namespace

Result<ListPage> list_keys(Services&, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto& keyring = repository->state.keyring;
    // Keys are in order of creation and stay.
    std::size_t first = 0;
    if (wanted.cursor) {
        const auto last = find_key(keyring, *wanted.cursor);
        if (last == keyring.end()) return invalid_cursor();
        first = static_cast<std::size_t>(last - keyring.begin()) + 1;
    }
    return page_of(
        "keys", std::span(keyring).subspan(first), wanted.limit, [](const auto&) { return true; },
        [](const auto& key) { return key.key.fingerprint; }, key_json);
}

Result<http::Reply> get_key(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("fingerprint");
    const auto key = find_key(repository->state.keyring, fingerprint_of(name));
    if (key == repository->state.keyring.end())
        return Error(Fault::not_found, "the repository has no key '" + name + "'; keys are named by their fingerprint");
    return json_response(200, key_json(*key).add("armored", key->key.armored));
}

Result<http::Reply> post_key(Services& services, const Call& call) {
    TRY(call.repository());
    const auto& body = call.body;
    TRY(body.allow_only({"algorithm", "armored", "passphrase"}));
    KeyCommand command{};
    command.algorithm = TRY(parse_algorithm(body));
    command.armored = TRY(body.lines("armored", "")).value_or("");
    command.passphrase = TRY(body.lines("passphrase", "")).value_or("");
    if (command.algorithm.has_value() == !command.armored.empty())
        return body.invalid("algorithm", "given to make a key, or 'armored' to bring one; not both");
    command.verb = command.algorithm ? Verb::generate : Verb::import;
    return carry_out(services, call, std::move(command));
}

Result<http::Reply> rotate_keys(Services& services, const Call& call) {
    TRY(call.repository());
    const auto& body = call.body;
    TRY(body.allow_only({"algorithm", "expect_active"}));
    KeyCommand command{};
    command.verb = Verb::rotate;
    command.algorithm = TRY(parse_algorithm(body));
    const auto expected = TRY(body.text("expect_active", ""));
    if (expected && !expected->empty()) command.expect_active = fingerprint_of(*expected);
    command.force = TRY(call.force());
    return carry_out(services, call, std::move(command));
}

Result<http::Reply> activate_key(Services& services, const Call& call) {
    return change_state(services, call, Verb::activate);
}
Result<http::Reply> retire_key(Services& services, const Call& call) {
    return change_state(services, call, Verb::retire);
}
Result<http::Reply> revoke_key(Services& services, const Call& call) {
    return change_state(services, call, Verb::revoke);
}

}  // namespace slipway::api
