// Whether a key file is whole nobody can tell better than the program that will use it. So each key signs a text; the
// workers check every signature with the key's public half before they hand it out.
#include "publishing/fsck/key_checks.hpp"

#include "base/files/posix_file_system.hpp"
#include "base/log.hpp"
#include "publishing/publisher/loading.hpp"
#include "signing/signing_workers.hpp"
#include "storage/catalog/repositories.hpp"

#include <fmt/format.h>

#include <future>

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

}  // namespace

Result<> check_private_keys(const storage::ReadTransaction& tx, const Path& directory, storage::Findings& findings) {
    const Log quiet(LogFormat::logfmt, LogLevel::error);
    PosixFileSystem files;
    signing::SigningWorkers::Options options;
    options.keys_directory = directory;
    options.workers = 1;
    options.deadline =
        std::chrono::minutes(1);  // of a busy machine: what takes longer is told as an error, not as damage
    const auto workers = TRY(signing::SigningWorkers::start(files, options, quiet).during("starting gpg"));
    for (const auto& repository : TRY(storage::all_repositories(tx))) {
        const auto keyring = load_keyring(tx, repository.id);
        if (!keyring.ok()) continue;  // found by check_entry_points
        for (const auto& [key, state] : *keyring) {
            if (!has_to_sign(state)) continue;
            const auto made = sign_with(*workers, repository.name, key);
            if (made.ok()) continue;
            if (made.error().fault() == Fault::busy) return made.error();
            const auto path = directory / repository.name / (key.fingerprint + ".asc");
            findings.damage("keys",
                            fmt::format("{}: the {} key {} cannot sign ({}); bring {} back from a backup{}",
                                        repository.name, name_of(state), key.fingerprint, made.error().message(),
                                        path.string(), state == signing::KeyState::standby ? ", or retire it" : ""));
        }
    }
    return {};
}

}  // namespace slipway::publishing
