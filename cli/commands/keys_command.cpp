#include "cli/commands/commands.hpp"
#include "cli/consent.hpp"
#include "cli/views.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace slipway::cli {
namespace {

struct KeysOptions {
    std::string repository;
    std::string algorithm;
    std::string file;
    std::string passphrase_file;
    std::string fingerprint;
    std::string expect_active;
    bool force = false;
    bool yes = false;
};

Result<std::string> read_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Error(errno == ENOENT ? Fault::not_found : Fault::io, path + ": " + std::strerror(errno));
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// Sends a POST to a resource of the keyring and prints the keyring in the answer.
Result<int> change(const Session& session, Client& client, const KeysOptions& options, const std::string& below,
                   const Json& body) {
    Request request;
    request.method = Method::post;
    request.repeat = Repeat::harmful;
    request.target = api_path({"repositories", options.repository, "keys"}) + below;
    if (options.force) add_query(request.target, "force", "true");
    request.body = body.text();
    const auto answer = TRY(client.send(request));
    session.print(answer, render_keys(answer.json));
    return exit_code::ok;
}

Result<int> list(const Session& session, Client& client, const KeysOptions& options) {
    const auto answer = TRY(client.get_pages(api_path({"repositories", options.repository, "keys"}), 0));
    session.print(answer, render_keys(answer.json));
    return exit_code::ok;
}

Result<int> create(const Session& session, Client& client, const KeysOptions& options) {
    return change(session, client, options, "", Json::object({{"algorithm", options.algorithm}}));
}

Result<int> import(const Session& session, Client& client, const KeysOptions& options) {
    auto body = Json::object();
    body.add("armored", TRY(read_file(options.file)));
    if (!options.passphrase_file.empty()) {
        auto passphrase = TRY(read_file(options.passphrase_file));
        if (passphrase.ends_with('\n')) passphrase.pop_back();
        body.add("passphrase", passphrase);
    }
    return change(session, client, options, "", body);
}

Result<int> rotate(const Session& session, Client& client, const KeysOptions& options) {
    auto body = Json::object();
    if (!options.algorithm.empty()) body.add("algorithm", options.algorithm);
    if (!options.expect_active.empty()) body.add("expect_active", options.expect_active);
    return change(session, client, options, "/rotate", body);
}

template <const char* verb>
Result<int> change_state(const Session& session, Client& client, const KeysOptions& options) {
    return change(session, client, options, "/" + encoded(options.fingerprint) + "/" + verb, Json::object());
}
constexpr char activate[] = "activate";
constexpr char retire[] = "retire";

Result<int> revoke(const Session& session, Client& client, const KeysOptions& options) {
    TRY(obtain_consent(options.yes, "Revoke key " + options.fingerprint +
                                        "? Clients that trust only this key will accept nothing more."));
    return change(session, client, options, "/" + encoded(options.fingerprint) + "/revoke", Json::object());
}

using Work = Result<int> (*)(const Session&, Client&, const KeysOptions&);

/// Adds the subcommands of `keys`, which share options and repository.
struct Verbs {
    CLI::App& keys;
    Session& session;
    std::shared_ptr<KeysOptions> options = std::make_shared<KeysOptions>();

    CLI::App& add(const char* name, const char* description, Work work) const {
        auto* command = keys.add_subcommand(name, description);
        add_repository(*command, options->repository);
        command->callback(runner(session, options)(work));
        return *command;
    }
    void add_algorithm(CLI::App& command) const {
        one_of(command.add_option("--algorithm", options->algorithm, "The algorithm of the new key"),
               {"rsa3072", "rsa4096", "ed25519"});
    }
    void add_force(CLI::App& command) const {
        command.add_flag("--force", options->force, "Allow an Ed25519 key even if there are rpm distros");
    }
    void add_fingerprint(CLI::App& command) const {
        command.add_option("fingerprint", options->fingerprint, "The key")->required()->type_name("FINGERPRINT");
    }
};

}  // namespace

void add_keys_command(CLI::App& program, Session& session) {
    auto* command = program.add_subcommand("keys", "List and change a repository's signing keys");
    command->require_subcommand(1);
    const Verbs verbs{*command, session};
    verbs.add("list", "List its keys", list);

    auto& created = verbs.add("create", "Make a standby key", create);
    verbs.add_algorithm(created);
    created.get_option("--algorithm")->required();

    auto& imported = verbs.add("import", "Import a private key as a standby key", import);
    imported.add_option("file", verbs.options->file, "The armored private key")->required()->type_name("FILE");
    imported.add_option("--passphrase-file", verbs.options->passphrase_file, "The file with its passphrase")
        ->type_name("FILE");

    auto& rotated = verbs.add("rotate", "Make the oldest standby key, or a new one, active", rotate);
    verbs.add_algorithm(rotated);
    rotated
        .add_option("--expect-active", verbs.options->expect_active,
                    "Only if this key is active, so that it is safe to repeat")
        ->type_name("FINGERPRINT");
    verbs.add_force(rotated);

    auto& activated = verbs.add("activate", "Make a standby or retiring key active", change_state<activate>);
    verbs.add_fingerprint(activated);
    verbs.add_force(activated);
    verbs.add_fingerprint(verbs.add("retire", "Retire a standby or retiring key", change_state<retire>));
    auto& revoked = verbs.add("revoke", "Revoke a key; what it signed is signed anew", revoke);
    verbs.add_fingerprint(revoked);
    add_yes(revoked, verbs.options->yes);
}

}  // namespace slipway::cli
