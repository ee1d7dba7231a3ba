// The program that uses a key file can best tell whether it is whole. So each key signs a text, and the workers check
// every signature with the key's public half before they return it.
#include "publishing/fsck/key_checks.hpp"

#include "base/log.hpp"
#include "publishing/publisher/loading.hpp"
#include "signing/signing_workers.hpp"
#include "storage/catalog/keys.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/gc/collector.hpp"
#include "storage/postgresql/sealed_keys.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <future>
#include <set>
#include <system_error>

namespace slipway::publishing {
namespace {

bool has_to_sign(signing::KeyState state) {
    using signing::KeyState;
    return state == KeyState::active || state == KeyState::standby || state == KeyState::retiring;
}

/// What the workers hand out is good: they have checked it with the public key.
Result<std::string> sign_with(signing::Signer& workers, const std::string& repository, const signing::PublicKey& key) {
    std::promise<Result<std::string>> made;
    workers.detach_sign(repository, {key.fingerprint}, "slipwayd fsck\n", signing::Encoding::armored,
                        signing::Priority::package,
                        [&made](Result<std::string> signature) { made.set_value(std::move(signature)); });
    return made.get_future().get();
}

Result<std::set<Path>> known_key_files(const storage::ReadTransaction& tx, const Path& directory) {
    std::set<Path> known;
    for (const auto& repository : TRY(storage::all_repositories(tx)))
        for (const auto& key : TRY(storage::keys_of(tx, repository.id)))
            known.insert(directory / repository.name / (key.fingerprint + ".asc"));
    return known;
}

/// A file that a change made a moment ago is not known to the catalog yet.
bool is_older_than_a_change(const Path& file) {
    std::error_code gone;
    const auto changed = std::filesystem::last_write_time(file, gone);
    return !gone && std::filesystem::file_time_type::clock::now() - changed >= storage::youngest_garbage;
}

}  // namespace

Result<> check_unused_keys(const storage::ReadTransaction& tx, const Path& directory, storage::Findings& findings) {
    const auto known = TRY(known_key_files(tx, directory));
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        const Path& file = at->path();
        const bool is_key = file.filename().string().find(".asc") != std::string::npos;  // also half-written ones
        if (!is_key || known.contains(file) || !is_older_than_a_change(file)) continue;
        findings.leftover("keys", file.string() +
                                      " is a private key that no repository has; take it in by `slipway keys import`, "
                                      "or remove it if nobody needs it");
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(Fault::io, "list " + directory.string() + ": " + error.message());
    return {};
}

Result<> check_unused_sealed_keys(const storage::ReadTransaction& tx, storage::Findings& findings) {
    for (const auto& key : TRY(storage::unused_sealed_keys(tx, storage::youngest_garbage)))
        findings.leftover("keys", fmt::format("the row {}/{} of sealed_keys in the catalog is a private key that no "
                                              "repository has; delete it if nobody needs it",
                                              key.repository, key.fingerprint));
    return {};
}

Result<> check_private_keys(const storage::ReadTransaction& tx, signing::KeyStore& keys, storage::Findings& findings) {
    const Log quiet(LogFormat::logfmt, LogLevel::error);
    signing::SigningWorkers::Options options;
    options.workers = 1;
    options.deadline =
        std::chrono::minutes(1);  // enough on a busy machine; what takes longer is reported as an error, not as damage
    const auto workers = TRY(signing::SigningWorkers::start(keys, options, quiet).during("starting gpg"));
    for (const auto& repository : TRY(storage::all_repositories(tx))) {
        const auto keyring = load_keyring(tx, repository.id);
        if (!keyring.ok()) continue;  // found by check_entry_points
        for (const auto& [key, state] : *keyring) {
            if (!has_to_sign(state)) continue;
            const auto made = sign_with(*workers, repository.name, key);
            if (made.ok()) continue;
            if (made.error().fault() == Fault::busy) return made.error();
            findings.damage("keys", fmt::format("{}: the {} key {} cannot sign ({}); bring {} back from a backup{}",
                                                repository.name, name_of(state), key.fingerprint,
                                                made.error().message(), keys.place_of(repository.name, key.fingerprint),
                                                state == signing::KeyState::standby ? ", or retire it" : ""));
        }
    }
    return {};
}

}  // namespace slipway::publishing
