#pragma once

#include "signing/keys/key_store.hpp"
#include "signing/keys/sealing_key.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/identity/directory_places.hpp"
#include "storage/objects/bucket_access.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A bucket for package files and packs, how it is reached, and the copies of its objects on this machine.
struct BucketOptions {
    std::string url{};       // "s3://bucket/prefix"
    std::string endpoint{};  // "": AWS's of the region
    std::string region{};
    std::optional<bool> path_style{};
    Path ca_file{};
    Path credentials_file{};
    std::vector<std::string> credentials_command{};
    std::uint64_t cache_bytes = std::uint64_t{20} << 30;
    std::uint64_t keep_free = 0;  // bytes of the disk that the copies leave free
};
storage::BucketAccessSettings access_settings(const BucketOptions& options);

/// Where the stores of a server are.
struct StorePlaces {
    Path data{};                                       // all that is not in one of the next two
    std::string catalog_url{};                         // of a database in PostgreSQL; "": slipway.db in the directory
    std::optional<signing::SealingKey> sealing_key{};  // of the private keys in a database
    std::optional<BucketOptions> bucket{};             // of package files and packs; nothing: in the directory

    bool has_database() const { return !catalog_url.empty(); }
    /// Whether nothing in the data directory has to last: it holds copies, and may vanish at any time.
    bool is_cache() const { return has_database() && bucket.has_value(); }
    storage::FilesPlace files_place() const {
        return bucket ? storage::FilesPlace::elsewhere : storage::FilesPlace::in_directory;
    }
    /// The directory of the private keys; "": they are in the database.
    Path key_files() const { return has_database() ? Path() : data / "keys"; }
    /// Whether private keys are not sealed, or can be opened.
    bool can_sign() const { return !has_database() || sealing_key.has_value(); }
};

/// Checks the places without asking anybody. Faults: invalid_input, unsupported (the message names the setting and what
/// it must be).
Result<> check(const StorePlaces& places);

std::unique_ptr<storage::CatalogPlace> catalog_place(const StorePlaces& places);

/// The private keys: in files of the data directory, or sealed in the database of the catalog. `files` and `catalog`
/// outlive them. Faults: unsupported (they were sealed by another key than that of `places`), busy, io.
Result<std::unique_ptr<signing::KeyStore>> open_key_store(const StorePlaces& places, FileSystem& files,
                                                          storage::Catalog& catalog);

/// What a process with these stores reaches outside of the data directory.
struct Reach {
    std::optional<std::vector<std::uint16_t>> ports = std::vector<std::uint16_t>{};  // of TCP, to connect to; or any
    std::vector<Path> files{};                                                       // to read
};
/// Faults: as of `check`.
Result<Reach> reach_of(const StorePlaces& places);

}  // namespace slipway::publishing
