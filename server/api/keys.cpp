#include "base/text.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"

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

http::Reply carry_out(Services& services, const Call& call, KeyCommand command, unsigned status) {
    auto& publisher = services.parts.publisher;
    const bool rotation = command.verb == Verb::rotate;
    auto start = [&publisher, actor = call.actor, repo = call.parameter("repo"), command = std::move(command)](
                     auto done) { publisher.change_keys(actor, repo, command, std::move(done)); };
    return later<signing::Keyring>(services, std::move(start), [rotation, status](const signing::Keyring& keyring) {
        auto json = keyring_json(keyring);
        if (rotation) json.add("notes", rotation_notes);
        return json_response(status, json);
    });
}

/// Activate, retire and revoke: the key stands in the path, the body is empty.
Result<http::Reply> change_state(Services& services, const Call& call, Verb verb) {
    TRY(call.repository());
    const auto body = TRY(JsonObject::parse(call.body));
    TRY(body.allow_only({}));
    KeyCommand command{};
    command.verb = verb;
    command.force = TRY(call.force());
    command.fingerprint = fingerprint_of(call.parameter("fingerprint"));
    return carry_out(services, call, std::move(command), 200);
}

}  // namespace

Result<http::Reply> list_keys(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    return json_response(200, keyring_json(repository->state.keyring));
}

Result<http::Reply> post_key(Services& services, const Call& call) {
    TRY(call.repository());
    const auto body = TRY(JsonObject::parse(call.body));
    TRY(body.allow_only({"algorithm", "armored", "passphrase"}));
    KeyCommand command{};
    command.algorithm = TRY(parse_algorithm(body));
    command.armored = TRY(body.text("armored", "")).value_or("");
    command.passphrase = TRY(body.text("passphrase", "")).value_or("");
    if (command.algorithm.has_value() == !command.armored.empty())
        return body.invalid("algorithm", "given to make a key, or 'armored' to bring one; not both");
    command.verb = command.algorithm ? Verb::generate : Verb::import;
    return carry_out(services, call, std::move(command), 201);
}

Result<http::Reply> rotate_keys(Services& services, const Call& call) {
    TRY(call.repository());
    const auto body = TRY(JsonObject::parse(call.body));
    TRY(body.allow_only({"algorithm", "expect_active"}));
    KeyCommand command{};
    command.verb = Verb::rotate;
    command.algorithm = TRY(parse_algorithm(body));
    const auto expected = TRY(body.text("expect_active", ""));
    if (expected && !expected->empty()) command.expect_active = fingerprint_of(*expected);
    command.force = TRY(call.force());
    return carry_out(services, call, std::move(command), 201);
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
