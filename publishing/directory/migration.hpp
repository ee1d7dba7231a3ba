#pragma once

#include "publishing/directory/store_places.hpp"
#include "storage/catalog/events.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::publishing {

using storage::AuditHead;

/// How far a migration is.
struct MigrationProgress {
    enum class Step : unsigned char { files, rows, comparing_rows };
    Step step = Step::files;
    std::string table{};      // of rows
    std::uint64_t done = 0;   // files, or rows of the table
    std::uint64_t all = 0;    // files
    std::uint64_t bytes = 0;  // of files
};

/// What was moved. All of it is the same in both places.
struct MigrationReport {
    std::string from{};
    std::string to{};
    std::string id{};
    bool moved_catalog = false;
    bool moved_files = false;
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;
    std::uint64_t keys = 0;  // private ones
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t copied_files = 0;  // by this run; the others were there already
    std::uint64_t copied_bytes = 0;
    AuditHead audit_head{};
};

/// Copies a server into other places, and compares all of it there: every row of the catalog, every byte of package
/// files and packs, every private key. The id goes along, and what is where it was stays. From the beginning on the
/// catalog that is left says where the server went, and is refused by every other command (storage/identity/); nothing
/// is removed from the former places. An interrupted migration goes on when it is called again. Nobody may use either
/// place meanwhile. Blocks, for as long as the bytes take.
///
/// Faults: invalid_input (the same place on both sides); not_found (no server there); busy (a daemon runs there);
/// conflict (the target holds something else); unsupported (a catalog that was moved elsewhere, or has the schema of
/// another release; a sealing key is missing or another one); corrupt (a file, a row or a key is damaged or missing);
/// forbidden, storage_full, io.
Result<MigrationReport> migrate(const StorePlaces& from, const StorePlaces& to,
                                const std::function<void(const MigrationProgress&)>& progress);

}  // namespace slipway::publishing
