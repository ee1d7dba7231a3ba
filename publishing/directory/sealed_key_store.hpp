#pragma once

#include "signing/keys/key_store.hpp"
#include "signing/keys/sealing_key.hpp"
#include "storage/catalog/catalog.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace slipway::publishing {

/// Private keys in a catalog in PostgreSQL, each sealed by a key that whoever reads the database has not got. Without
/// that key what is asked for a secret fails ("publication-failed", which says so); everything else works.
class SealedKeyStore final : public signing::KeyStore {
public:
    /// `catalog` outlives it.
    SealedKeyStore(storage::Catalog& catalog, std::optional<signing::SealingKey> sealing_key)
        : catalog_(catalog), sealing_key_(std::move(sealing_key)) {}

    /// Whether every key in the catalog was sealed by the key that is here. Fine without one. Faults: unsupported (by
    /// another one, whose id the message has), busy, io.
    Result<> check() const;

    Result<> put(const std::string& repository, const std::string& fingerprint, const std::string& armored) override;
    Result<std::vector<std::string>> keys_of(const std::string& repository) const override;
    Result<> remove_key(const std::string& repository, const std::string& fingerprint) override;
    Result<> remove(const std::string& repository) override;
    /// Where the catalog does not answer: as it was known last.
    std::uint64_t version_of(const std::string& repository) const override;
    Result<bool> contains(const std::string& repository, const std::string& fingerprint) const override;
    Result<> visit(const Visitor& visitor) const override;
    std::string place_of(const std::string& repository, const std::string& fingerprint) const override;

private:
    storage::Catalog& catalog_;
    const std::optional<signing::SealingKey> sealing_key_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::map<std::string, std::uint64_t> known_versions_;
};

}  // namespace slipway::publishing
