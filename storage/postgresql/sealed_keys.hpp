#pragma once

#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

// Of catalogs in PostgreSQL alone: a catalog in a file has its private keys in files beside it.

/// A private key that nobody can use without the sealing key `sealed_by`.
struct SealedKeyRow {
    std::string repository{};
    std::string fingerprint{};
    std::string sealed_by{};
    std::string sealed{};
};

/// Replaces the key of the same fingerprint.
Result<> save_sealed_key(WriteTransaction& tx, const SealedKeyRow& key);
Result<> delete_sealed_key(WriteTransaction& tx, const std::string& repository, const std::string& fingerprint);
Result<> delete_sealed_keys(WriteTransaction& tx, const std::string& repository);

/// In the order of fingerprints.
Result<std::vector<SealedKeyRow>> sealed_keys_of(const ReadTransaction& tx, const std::string& repository);
/// In the order of repositories and fingerprints.
Result<std::vector<SealedKeyRow>> all_sealed_keys(const ReadTransaction& tx);
Result<bool> has_sealed_key(const ReadTransaction& tx, const std::string& repository, const std::string& fingerprint);

/// Those that no repository has, in the order of repositories and fingerprints; none that was saved within `least_age`:
/// whoever makes a key saves its private half first.
Result<std::vector<SealedKeyRow>> unused_sealed_keys(const ReadTransaction& tx, std::chrono::seconds least_age);

/// Grows with every change of a repository's keys, by whatever process.
Result<std::uint64_t> sealed_key_changes(const ReadTransaction& tx, const std::string& repository);

}  // namespace slipway::storage
