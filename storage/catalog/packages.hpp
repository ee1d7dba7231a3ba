#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/pool_names.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::storage {

/// A package a repository holds, identified by the digest of the bytes it serves. Never changed once written.
struct PackageRow {
    RowId id = 0;
    RowId repository = 0;
    Sha256 sha256{};           // of the bytes served
    Sha256 uploaded_sha256{};  // of the bytes received; equal to sha256 unless the rpm was signed here
    Format format{};
    std::string name{};
    std::string version{};
    std::string architecture{};
    std::string source{};      // deb: source package name; rpm: source rpm or ""
    std::string summary{};     // first line of the description
    std::string file_name{};   // in pool and yum package URLs
    std::string signed_by{};   // rpm: fingerprint of the key that signed it here, or ""
    std::uint64_t size = 0;    // of the bytes served
    std::uint32_t weight = 0;  // see index::Entry
    /// deb: the stanza's fields up to, not including, Filename (one document); rpm: primary, filelists, other.
    std::vector<std::string> documents{};
    Seconds uploaded_at{};
    std::string provenance{};  // JSON: {"verified":{…},"claimed":{…}}
};

/// Without `documents` (they are large; see `documents_of`). Nothing if the repository has no such package.
Result<std::optional<PackageRow>> find_package(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// Finds those of these packages that the repository has, by digest and without documents. It is one question, where
/// `find_package` asks one for each.
Result<std::unordered_map<Sha256, PackageRow>> find_packages(const ReadTransaction& tx, RowId repository,
                                                             std::span<const Sha256> digests);
/// With them. Faults: corrupt, where row or texts are not what was stored.
Result<std::optional<PackageRow>> find_package_with_documents(const ReadTransaction& tx, RowId repository,
                                                              const Sha256& sha256);
/// Whether the row, if there is one, is what was stored. Faults: corrupt.
Result<> check_package_row(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// Without them. Nothing if there is no such package.
Result<std::optional<PackageRow>> find_package_by_id(const ReadTransaction& tx, RowId id);
/// Puts other texts in the place of damaged ones.
Result<> replace_texts(WriteTransaction& tx, RowId package, const std::vector<std::string>& documents);
/// The newest package made from these uploaded bytes.
Result<std::optional<PackageRow>> find_package_by_upload(const ReadTransaction& tx, RowId repository,
                                                         const Sha256& uploaded);
/// The same of many, by the bytes uploaded. It is one question, where `find_package_by_upload` asks one for each.
Result<std::unordered_map<Sha256, PackageRow>> find_packages_by_upload(const ReadTransaction& tx, RowId repository,
                                                                       std::span<const Sha256> uploaded);
/// Every package made from the same uploaded bytes as this one, named as served or as uploaded.
Result<std::vector<PackageRow>> find_signings(const ReadTransaction& tx, RowId repository, const Sha256& digest);
Result<std::vector<std::string>> documents_of(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// The first of them, or its first `most` bytes (see unpack_first_document). Faults: not_found, corrupt.
Result<std::string> first_document_of(const ReadTransaction& tx, RowId package, std::size_t most);
/// Faults: conflict when the repository has it already.
Result<RowId> insert_package(WriteTransaction& tx, const PackageRow& package);

/// Whether any repository has any.
Result<bool> has_packages(const ReadTransaction& tx);

/// Every blob any row refers to, for gc and fsck: digest and size.
Result<> visit_package_blobs(const ReadTransaction& tx,
                             const std::function<void(const Sha256&, std::uint64_t size)>& visitor);
/// At most `most` of the blobs that packages are, in the order of their digests, those behind `last`.
struct NeededBlob {
    Sha256 sha256{};
    std::uint64_t size = 0;
};
Result<std::vector<NeededBlob>> blobs_behind(const ReadTransaction& tx, const Sha256& last, std::size_t most);
/// The stored texts of at most `most` packages in the order of their ids, those behind `last`; see unpack_documents.
struct StoredTexts {
    RowId package = 0;
    std::string name{};  // for people
    std::string packed{};
};
Result<std::vector<StoredTexts>> texts_behind(const ReadTransaction& tx, RowId last, std::size_t most);
/// Faults: corrupt.
Result<> check_texts(const StoredTexts& texts);
/// Whether some package or pool name needs the blob.
Result<bool> is_blob_needed(const ReadTransaction& tx, const Sha256& sha256);
/// Removes a package with its texts and pool names, and tells which names those were.
Result<std::vector<PoolName>> delete_package(WriteTransaction& tx, RowId repository, const Sha256& sha256);
/// Repository, digest and when it was uploaded.
Result<> visit_packages(const ReadTransaction& tx,
                        const std::function<void(RowId repository, const Sha256&, Seconds)>& visitor);

}  // namespace slipway::storage
