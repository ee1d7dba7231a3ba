#include "base/text.hpp"
#include "publishing/planning/key_change.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"
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
http::Response answer(const signing::Keyring& keyring, Verb verb, const http::BaseUrl& base,
                      const std::string& repository) {
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
                     auto done) { publisher.carry_out<publishing::KeyChange>(repo, actor, command, std::move(done)); };
    return later<signing::Keyring>(services, std::move(start), std::move(render));
}

/// Activate, retire and revoke: the key stands in the path, the body is empty.
Result<http::Reply> change_state(Services& services, const Call& call, Verb verb) {
    TRY(call.repository());
    KeyCommand command{};
    command.verb = verb;
    command.force = call.force();
    command.fingerprint = fingerprint_of(call.parameter("fingerprint"));
    return carry_out(services, call, std::move(command));
}

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
    KeyCommand command{};
    command.algorithm = TRY(parse_algorithm(body));
    command.armored = TRY(body.lines("armored", "")).value_or("");
    command.passphrase = TRY(body.lines("passphrase", "")).value_or("");
    if (command.algorithm.has_value() == !command.armored.empty())
        return body.invalid("algorithm", "given to make a key, or 'armored' to import one; not both");
    command.verb = command.algorithm ? Verb::generate : Verb::import;
    return carry_out(services, call, std::move(command));
}

Result<http::Reply> rotate_keys(Services& services, const Call& call) {
    TRY(call.repository());
    const auto& body = call.body;
    KeyCommand command{};
    command.verb = Verb::rotate;
    command.algorithm = TRY(parse_algorithm(body));
    const auto expected = TRY(body.text("expect_active", ""));
    if (expected && !expected->empty()) command.expect_active = fingerprint_of(*expected);
    command.force = call.force();
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

constexpr std::array key_members = {
    required("fingerprint", a_text()),         required("state", one_of("standby active retiring retired revoked")),
    required("algorithm", a_text()),           required("created_at", a_date()),
    required("expires_at", or_null(a_date())),
};
constexpr Schema key_schema = an_answer("Key", key_members);
constexpr std::array whole_key_members = {required("armored", a_text("The public key."))};
constexpr Schema whole_key_schema = an_answer_like(key_schema, "WholeKey", whole_key_members);
constexpr std::array key_page_members = {required("keys", a_list_of(key_schema)), next_page};
constexpr Schema key_page = an_answer("", key_page_members);
constexpr std::array keyring_members = {required("keys", a_list_of(key_schema))};
constexpr Schema keyring_schema = an_answer("Keyring", keyring_members);
constexpr std::array rotation_members = {required("notes", texts())};
constexpr Schema rotation_schema = an_answer_like(keyring_schema, "Rotation", rotation_members);

constexpr Schema algorithm_schema = or_null(one_of("rsa4096 rsa3072 ed25519"));
constexpr std::array key_body_members = {
    maybe("algorithm", algorithm_schema),
    maybe("armored", or_null(a_text("A private key, instead of `algorithm`."))),
    maybe("passphrase", or_null(a_text())),
};
constexpr Schema key_body = a_body("KeyPost", key_body_members);
constexpr std::array rotation_body_members = {
    maybe("algorithm", algorithm_schema),
    maybe("expect_active", or_null(a_text("Fingerprint of the key thought to be active; 409 when it is another."))),
};
constexpr Schema rotation_body = a_body("RotationPost", rotation_body_members);
constexpr Schema empty_body = a_body("", {});

constexpr std::array key_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/keys",
        .access = Access::read,
        .id = "listKeys",
        .tag = "keys",
        .summary = "The signing keys",
        .list = list_keys,
        .answers = {{200, "The keyring, in order of creation", &key_page}},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/keys",
        .access = Access::administer,
        .id = "postKey",
        .tag = "keys",
        .summary = "Make or import a key, as standby",
        .handle = post_key,
        .use = BodyUse::json,
        .body = &key_body,
        .answers = {{201, "The keyring", &keyring_schema}},
        .problems = {"invalid-key"_problem, "conflict"_problem},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/keys/rotate",
        .access = Access::administer,
        .id = "rotateKeys",
        .tag = "keys",
        .summary = "Make another key the active one",
        .handle = rotate_keys,
        .query = {force_parameter},
        .use = BodyUse::json,
        .body = &rotation_body,
        .answers = {{201, "The keyring, and what clients do", &rotation_schema}},
        .problems = {"conflict"_problem, "key-state"_problem},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/keys/{fingerprint}",
        .access = Access::read,
        .id = "getKey",
        .tag = "keys",
        .summary = "One signing key, with its public half",
        .handle = get_key,
        .answers = {{200, "The key", &whole_key_schema}},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/keys/{fingerprint}/activate",
        .access = Access::administer,
        .id = "activateKey",
        .tag = "keys",
        .summary = "Make a standby or retiring key active",
        .handle = activate_key,
        .query = {force_parameter},
        .use = BodyUse::json,
        .body = &empty_body,
        .answers = {{200, "The keyring", &keyring_schema}},
        .problems = {"key-state"_problem},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/keys/{fingerprint}/retire",
        .access = Access::administer,
        .id = "retireKey",
        .tag = "keys",
        .summary = "Retire a standby or retiring key",
        .handle = retire_key,
        .use = BodyUse::json,
        .body = &empty_body,
        .answers = {{200, "The keyring", &keyring_schema}},
        .problems = {"key-state"_problem},
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/keys/{fingerprint}/revoke",
        .access = Access::administer,
        .id = "revokeKey",
        .tag = "keys",
        .summary = "Revoke a key that is not active",
        .handle = revoke_key,
        .use = BodyUse::json,
        .body = &empty_body,
        .answers = {{200, "The keyring", &keyring_schema}},
        .problems = {"key-state"_problem},
        .gives_back = true,
    },
};

}  // namespace

std::span<const Operation> key_operations() { return key_table; }

}  // namespace slipway::api
