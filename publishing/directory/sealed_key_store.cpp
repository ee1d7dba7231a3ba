#include "publishing/directory/sealed_key_store.hpp"

#include "storage/catalog/repeated_write.hpp"
#include "storage/postgresql/sealed_keys.hpp"

#include <vector>

namespace slipway::publishing {
namespace {

/// No name of a repository has a slash.
std::string name_of_secret(const std::string& repository, const std::string& fingerprint) {
    return "private key " + repository + "/" + fingerprint;
}

Result<signing::SealingKey> needed(const std::optional<signing::SealingKey>& sealing_key) {
    if (sealing_key) return *sealing_key;
    return Error("publication-failed"_problem,
                 "this server cannot sign: it was started without the key that seals the private keys "
                 "(keys.sealing_key_file)");
}

Result<std::string> opened(const signing::SealingKey& sealing_key, const storage::SealedKeyRow& row) {
    return sealing_key.open(row.sealed, name_of_secret(row.repository, row.fingerprint))
        .during("the sealed private key " + row.fingerprint + " of " + row.repository);
}

}  // namespace

Result<> SealedKeyStore::check() const {
    if (!sealing_key_) return {};
    const auto tx = TRY(catalog_.read());
    for (const auto& row : TRY(storage::all_sealed_keys(tx))) {
        if (row.sealed_by == sealing_key_->id()) continue;
        return Error(Fault::unsupported, "the private key " + row.fingerprint + " of " + row.repository +
                                             " was sealed by the key with the id " + row.sealed_by +
                                             ", and the one of "
                                             "keys.sealing_key_file has the id " +
                                             sealing_key_->id());
    }
    return {};
}

Result<> SealedKeyStore::put(const std::string& repository, const std::string& fingerprint,
                             const std::string& armored) {
    TRY(signing::check_repository_name(repository));
    const auto sealing_key = TRY(needed(sealing_key_));
    auto sealed = TRY(sealing_key.seal(armored, name_of_secret(repository, fingerprint)));
    const storage::SealedKeyRow row{repository, fingerprint, sealing_key.id(), std::move(sealed)};
    return storage::write_repeatedly(catalog_,
                                     [&](storage::WriteTransaction& tx) { return storage::save_sealed_key(tx, row); });
}

Result<std::vector<std::string>> SealedKeyStore::keys_of(const std::string& repository) const {
    TRY(signing::check_repository_name(repository));
    std::vector<std::string> keys;
    const auto tx = TRY(catalog_.read());
    for (const auto& row : TRY(storage::sealed_keys_of(tx, repository))) {
        const auto sealing_key = TRY(needed(sealing_key_));
        keys.push_back(TRY(opened(sealing_key, row)));
    }
    return keys;
}

Result<> SealedKeyStore::remove_key(const std::string& repository, const std::string& fingerprint) {
    TRY(signing::check_repository_name(repository));
    return storage::write_repeatedly(catalog_, [&](storage::WriteTransaction& tx) {
        return storage::delete_sealed_key(tx, repository, fingerprint);
    });
}

Result<> SealedKeyStore::remove(const std::string& repository) {
    TRY(signing::check_repository_name(repository));
    return storage::write_repeatedly(
        catalog_, [&](storage::WriteTransaction& tx) { return storage::delete_sealed_keys(tx, repository); });
}

std::uint64_t SealedKeyStore::version_of(const std::string& repository) const {
    const auto read = [&]() -> Result<std::uint64_t> {
        const auto tx = TRY(catalog_.read());
        return storage::sealed_key_changes(tx, repository);
    };
    const auto newest = read();
    const std::lock_guard lock(mutex_);
    auto& known = known_versions_[repository];
    if (newest.ok()) known = *newest;
    return known;
}

Result<bool> SealedKeyStore::contains(const std::string& repository, const std::string& fingerprint) const {
    TRY(signing::check_repository_name(repository));
    const auto tx = TRY(catalog_.read());
    return storage::has_sealed_key(tx, repository, fingerprint);
}

Result<> SealedKeyStore::visit(const Visitor& visitor) const {
    std::vector<storage::SealedKeyRow> rows;
    {
        const auto tx = TRY(catalog_.read());
        rows = TRY(storage::all_sealed_keys(tx));
    }
    for (const auto& row : rows) {
        const auto sealing_key = TRY(needed(sealing_key_));
        auto armored = TRY(opened(sealing_key, row));
        TRY(visitor({row.repository, row.fingerprint, std::move(armored)}));
    }
    return {};
}

std::string SealedKeyStore::place_of(const std::string& repository, const std::string& fingerprint) const {
    return "the row " + repository + "/" + fingerprint + " of sealed_keys in the catalog";
}

}  // namespace slipway::publishing
