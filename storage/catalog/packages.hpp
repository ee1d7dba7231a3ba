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

/// A package that a repository holds, identified by the digest of the bytes that it serves. A row is never changed.
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

/// Returns the package without `documents`, which are large (`documents_of`), or nothing if the repository lacks it.
Result<std::optional<PackageRow>> find_package(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// Returns those of these packages that the repository has, by digest and without documents. It is one query, where
/// `find_package` needs one for each.
Result<std::unordered_map<Sha256, PackageRow>> find_packages(const ReadTransaction& tx, RowId repository,
                                                             std::span<const Sha256> digests);
/// Returns the package with its documents. Faults: corrupt (row or texts are not what was stored).
Result<std::optional<PackageRow>> find_package_with_documents(const ReadTransaction& tx, RowId repository,
                                                              const Sha256& sha256);
/// Checks that the row, if there is one, is what was stored. Faults: corrupt.
Result<> check_package_row(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// Returns the package without its documents, or nothing if there is none.
Result<std::optional<PackageRow>> find_package_by_id(const ReadTransaction& tx, RowId id);
/// Replaces damaged texts.
Result<> replace_texts(WriteTransaction& tx, RowId package, const std::vector<std::string>& documents);
/// Returns the newest package that was made from these uploaded bytes.
Result<std::optional<PackageRow>> find_package_by_upload(const ReadTransaction& tx, RowId repository,
                                                         const Sha256& uploaded);
/// Returns the newest package for each of these uploaded bytes. It is one query, where `find_package_by_upload` needs
/// one for each.
Result<std::unordered_map<Sha256, PackageRow>> find_packages_by_upload(const ReadTransaction& tx, RowId repository,
                                                                       std::span<const Sha256> uploaded);
/// Returns every signed variant of a package: all that were made from the same uploaded bytes. `digest` is that of the
/// bytes uploaded or of those served.
Result<std::vector<PackageRow>> find_variants(const ReadTransaction& tx, RowId repository, const Sha256& digest);
Result<std::vector<std::string>> documents_of(const ReadTransaction& tx, RowId repository, const Sha256& sha256);
/// Returns the first document, or its first `most` bytes (unpack_first_document). Faults: not_found, corrupt.
Result<std::string> first_document_of(const ReadTransaction& tx, RowId package, std::size_t most);
/// Faults: conflict (the repository has it already).
Result<RowId> insert_package(WriteTransaction& tx, const PackageRow& package);

/// Returns the id that was given last; 0 if there is no package.
Result<RowId> last_package(const ReadTransaction& tx);

/// Visits every blob that some row names, with digest and size, for gc and fsck.
Result<> visit_package_blobs(const ReadTransaction& tx,
                             const std::function<void(const Sha256&, std::uint64_t size)>& visitor);
/// Returns at most `most` of the blobs of packages behind `last`, in the order of their digests.
struct NeededBlob {
    Sha256 sha256{};
    std::uint64_t size = 0;
};
Result<std::vector<NeededBlob>> blobs_behind(const ReadTransaction& tx, const Sha256& last, std::size_t most);
/// Returns the stored texts of at most `most` packages behind `last`, in the order of their ids (unpack_documents).
struct StoredTexts {
    RowId package = 0;
    std::string name{};  // for messages
    std::string packed{};
};
Result<std::vector<StoredTexts>> texts_behind(const ReadTransaction& tx, RowId last, std::size_t most);
/// Faults: corrupt.
Result<> check_texts(const StoredTexts& texts);
/// Returns whether a package or a pool name needs the blob.
Result<bool> is_blob_needed(const ReadTransaction& tx, const Sha256& sha256);
/// Removes a package with its texts and pool names, and returns these names.
Result<std::vector<PoolName>> delete_package(WriteTransaction& tx, RowId repository, const Sha256& sha256);
/// Visits every package with its repository, its digest and the time of its upload.
Result<> visit_packages(const ReadTransaction& tx,
                        const std::function<void(RowId repository, const Sha256&, Seconds)>& visitor);

}  // namespace slipway::storage
