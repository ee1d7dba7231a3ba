// After a revocation, the rpms that the key has signed are signed by another one, while everything else goes on, and
// then take their turn as a change of their own.
#include "publishing/publisher/signing_anew.hpp"

#include "publishing/content/search_texts.hpp"
#include "publishing/planning/resigned_change.hpp"
#include "publishing/planning/resigning.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "storage/catalog/repeated_write.hpp"

namespace slipway::publishing {

/// Revocations that missed rpms which no channel had at the time.
void SigningAnew::begin_all(const std::string& repository) {
    for (const auto& [key, state] : of_.slots.at(repository).state->keyring)
        if (state == signing::KeyState::revoked) begin(repository, key.fingerprint, the_server);
}

/// The rpms that a revoked key signed are signed anew; their change takes its turn like any other.
void SigningAnew::begin(const std::string& repository, const std::string& revoked, const Actor& actor) {
    // The last copy goes when the packages are in revisions, or will not be.
    const Done<> report([&log = of_.parts.log, held = held_](const Result<>& done) {
        if (!done.ok())
            log.failure("rpms of a revoked key could not be signed anew; restart to try again", done.error());
    });
    of_.signing_anew_threads.post([this, repository, revoked, actor, report, state = of_.slots.at(repository).state] {
        const auto store_package = [this](const storage::PackageRow& row) {
            return of_.turns.in_turn([&] { return store(row); });
        };
        Resigning signing({of_.parts.catalog, of_.nodes, of_.parts.blobs, of_.parts.signers, of_.guard, store_package},
                          state, revoked);
        auto made = signing.run();
        if (!made.ok()) return report(made.error());
        if (made->empty()) return report({});
        of_.turns.run([&] {
            const auto slot = of_.slots.find(repository);
            if (slot == of_.slots.end() || !slot->second.state) return report({});  // it was deleted
            of_.publications.enqueue(repository, std::make_shared<ResignedChange>(actor, std::move(*made), report));
        });
    });
}

Result<> SigningAnew::store(const storage::PackageRow& row) {
    if (of_.stopping) return Error(Fault::cancelled, "the server is stopping");
    bool is_purged = false;
    const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
        if (TRY(storage::find_package(tx, row.repository, row.sha256)).has_value()) return {};
        is_purged = !TRY(storage::find_purges(tx, row.repository, row.uploaded_sha256)).empty();
        return is_purged ? Result<>() : store_package(tx, row);
    };
    TRY(storage::write_repeatedly(of_.parts.catalog, write));
    if (is_purged) of_.turns.post([this, blob = row.sha256] { of_.purged_blobs.destroy(blob); });
    return {};
}

}  // namespace slipway::publishing
