#pragma once

#include "signing/keys/key_store.hpp"
#include "signing/keys/sealing_key.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/identity/catalog_place.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Where the stores of a server are.
struct StorePlaces {
    Path data{};                // package files and segments; without a database all else as well
    std::string catalog_url{};  // of a database in PostgreSQL; "": slipway.db in the data directory
    std::optional<signing::SealingKey> sealing_key{};  // of the private keys in a database

    bool has_database() const { return !catalog_url.empty(); }
    /// The directory of the private keys; "": they are in the database.
    Path key_files() const { return has_database() ? Path() : data / "keys"; }
    /// Whether private keys are not sealed, or can be opened.
    bool can_sign() const { return !has_database() || sealing_key.has_value(); }
};

std::unique_ptr<storage::CatalogPlace> catalog_place(const StorePlaces& places);

/// The private keys: in files of the data directory, or sealed in the database of the catalog. `files` and `catalog`
/// outlive them. Faults: unsupported (they were sealed by another key than that of `places`), busy, io.
Result<std::unique_ptr<signing::KeyStore>> open_key_store(const StorePlaces& places, FileSystem& files,
                                                          storage::Catalog& catalog);

/// What a process with these stores reaches outside of the data directory.
struct Reach {
    std::vector<std::uint16_t> ports{};  // of TCP, to connect to
    std::vector<Path> files{};           // to read
};
/// Faults: unsupported (the URL of the catalog cannot be read).
Result<Reach> reach_of(const StorePlaces& places);

}  // namespace slipway::publishing
