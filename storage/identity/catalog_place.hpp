#pragma once

#include "base/files/file_system.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/connection.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace slipway::storage {

/// What is in the place of a catalog. One without a table holds nothing: a start that was cut off leaves it, and so
/// does who copies the file of a running server without its log.
enum class CatalogState : unsigned char { missing, empty, whole, unusable };

/// A catalog as it is seen from outside.
struct CatalogContents {
    CatalogState state = CatalogState::missing;
    std::string fault{};              // of an unusable one
    std::optional<std::string> id{};  // that it keeps
    bool is_filled = false;           // it has repositories or events
    bool names_packages = false;
    bool names_segments = false;
    bool names_keys = false;                   // that sign, or may come to sign
    bool has_log = false;                      // beside it is a log with bytes that are not in it
    std::optional<std::string> moved_to{};     // where its server goes, or has gone (move_marks.hpp)
    std::optional<std::string> moving_from{};  // the id of the one that is being copied into it
};

/// Where the catalog of a data directory is: in a file of it, or in a database. Thread-safe.
class CatalogPlace {
public:
    explicit CatalogPlace(Path data) : data_(std::move(data)) {}
    CatalogPlace(const CatalogPlace&) = delete;
    CatalogPlace& operator=(const CatalogPlace&) = delete;
    virtual ~CatalogPlace() = default;

    /// The data directory.
    const Path& data() const { return data_; }
    /// As messages name it: "slipway.db", "postgresql://db.example.com:5432/slipway".
    virtual std::string name() const = 0;
    /// False: it is elsewhere, and cannot be moved aside with the directory's files.
    virtual bool is_in_directory() const = 0;

    /// Nothing is made, opened to write, or followed. Blocks. Faults: unsupported (a symbolic link), not_found (no such
    /// database), io (also: the database is not reached).
    virtual Result<CatalogContents> look(FileSystem& files) const = 0;
    /// Opens it; makes or migrates it only where `mode` says so. Blocks. Faults: as of the engine's catalog.
    virtual Result<std::unique_ptr<Catalog>> open(OpenMode mode) const = 0;

    /// Whether another process has it open that the lock of the directory does not keep out. Blocks. Faults: as `look`.
    virtual Result<bool> is_in_use() const { return false; }

    // What messages say, in words that are true of this place.

    /// What to look at, and to do, where a catalog was lost.
    virtual std::string way_back() const = 0;
    /// What to do where it is another directory's.
    virtual std::string way_to_its_own() const = 0;
    /// What to do where one is there and a new one shall be made.
    virtual std::string way_to_begin() const = 0;
    /// Why there is none where a command needs one.
    virtual std::string absence() const = 0;
    /// What it may have lost commits by.
    virtual std::string cause_of_lost_commits(FileSystem& files) const = 0;

private:
    const Path data_;
};

/// The place of a directory's catalog. `url`: of a database in PostgreSQL; "": slipway.db in the directory.
std::unique_ptr<CatalogPlace> catalog_place(const Path& data, const std::string& url);

/// What its rows say of a catalog. Faults: unsupported (it is being rebuilt), corrupt, busy, io.
Result<CatalogContents> look_at_rows(Connection& connection);

}  // namespace slipway::storage
