#include "publishing/publisher/making_keys.hpp"

#include "base/waiting.hpp"
#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {
namespace {

std::string key_user_id(const std::string& repository) { return "Slipway repository " + repository; }

RepositoryIs presence_of_state(const RepositoryState& repository) {
    return repository.settings.id == 0 ? RepositoryIs::absent : RepositoryIs::present;
}

}  // namespace

Result<std::optional<KeyRequest>> wanted_key(const PublisherState& state, const Change& change,
                                             const RepositoryState& repository) {
    auto wanted = change.wanted_key(repository);
    if (wanted.ok() && !*wanted) return wanted;
    const auto tx = TRY(state.parts.catalog.read());
    TRY(Rights(tx, state.parts.clock.now()).check(change, repository.settings.name, presence_of_state(repository)));
    return wanted;
}

Result<signing::PublicKey> make_key(const PublisherState& state, const std::string& repository,
                                    const KeyRequest& wanted) {
    auto& signers = state.parts.signers;
    const auto algorithm = wanted.algorithm.value_or(state.options.first_key);
    return state.guard.result_of("making a key", [&] {
        return wait_for<signing::PublicKey>([&](Done<signing::PublicKey> done) {
            if (wanted.armored.empty())
                signers.generate_key(repository, algorithm, key_user_id(repository), std::move(done));
            else
                signers.import_key(repository, wanted.armored, wanted.passphrase, std::move(done));
        });
    });
}

void give_key(PublisherState& state, Change& change, const std::string& repository, const KeyRequest& wanted,
              const signing::PublicKey& key) {
    change.take_key(key);
    if (!wanted.armored.empty()) return;
    change.undo_if_refused([&parts = state.parts, repository, fingerprint = key.fingerprint] {
        parts.signers.remove_key(repository, fingerprint, [&log = parts.log](const Result<std::monostate>& removed) {
            if (!removed.ok()) log.failure("the key of a refused change could not be removed", removed.error());
        });
    });
}

}  // namespace slipway::publishing
