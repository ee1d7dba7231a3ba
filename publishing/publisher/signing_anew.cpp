// What a revocation leaves to do: the rpms that the key has signed are signed by another one, beside everything else,
// and take their turn as a change of their own.
#include "publishing/content/search_texts.hpp"
#include "publishing/planning/resigned_change.hpp"
#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {

/// Revocations that missed rpms which no channel had at the time.
void Publisher::State::resign_all(const std::string& repository) {
    for (const auto& [key, state] : slots.at(repository).state->keyring)
        if (state == signing::KeyState::revoked) resign(repository, key.fingerprint, the_server);
}

/// The rpms that a revoked key signed are signed anew; their change takes its turn like any other.
void Publisher::State::resign(const std::string& repository, const std::string& revoked, const Actor& actor) {
    const Done<std::monostate> noted([this](const Result<std::monostate>& done) {
        if (!done.ok())
            parts.log.failure("rpms of a revoked key could not be signed anew; restart to try again", done.error());
        post([this] { --resignings; });
    });
    ++resignings;
    const auto ready = [this, repository, actor, noted, holding = hold()](Result<Resigning::Replacements> made) {
        post([this, repository, actor, noted, holding, made = std::move(made)]() mutable {
            if (!made.ok()) return noted(std::move(made).error());
            if (made->empty() || !slots.contains(repository)) return noted(std::monostate{});
            const auto report = [noted](const Result<>& done) {
                noted(done.ok() ? Result<std::monostate>(std::monostate{}) : Result<std::monostate>(done.error()));
            };
            enqueue(repository, std::make_shared<ResignedChange>(actor, std::move(made).release(), report));
        });
    };
    const auto keep = [this](storage::PackageRow row, const Done<>& kept) {
        const bool accepted = post([this, row = std::move(row), kept] { kept(keep_signed_anew(row)); });
        if (!accepted) kept(Error(Fault::cancelled, "the server is stopping"));
    };
    Resigning::start({parts.catalog, nodes, parts.blobs, parts.signers, cpu, keep}, slots.at(repository).state, revoked,
                     ready);
}

Result<> Publisher::State::keep_signed_anew(const storage::PackageRow& row) {
    if (stopping) return Error(Fault::cancelled, "the server is stopping");
    auto tx = TRY(parts.catalog.write());
    if (TRY(storage::find_package(tx, row.repository, row.sha256)).has_value()) return {};
    if (!TRY(storage::find_purges(tx, row.repository, row.uploaded_sha256)).empty()) {
        post([this, blob = row.sha256] { destroy_bytes(blob); });
        return {};
    }
    TRY(store_package(tx, row));
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
