#include "storage/catalog/sqlite_connection_pool.hpp"

namespace slipway::storage {
namespace {

constexpr const char* connection_settings =
    "PRAGMA foreign_keys = ON;"  // per connection, and off unless asked for
    "PRAGMA synchronous = FULL;"
    "PRAGMA journal_size_limit = 67108864;";  // a WAL that grew under a long reader shrinks to this afterwards

// In KiB. A page that is not here is most often in the kernel's cache; many readers with large caches of their own
// would hold the same pages many times.
constexpr const char* writer_cache = "PRAGMA cache_size = -8192";
constexpr const char* reader_cache = "PRAGMA cache_size = -1024";

}  // namespace

Result<std::unique_ptr<SqliteConnection>> connect(const Path& file, Access access) {
    auto connection = TRY(SqliteConnection::open(file, access));
    TRY(connection->run_script(connection_settings));
    TRY(connection->run_script(access == Access::read_only ? reader_cache : writer_cache));
    return connection;
}

Result<std::unique_ptr<Connection>> SqliteConnectionPool::open_reader() {
    return TRY(connect(file_, Access::read_only));
}

Result<std::unique_ptr<Connection>> SqliteConnectionPool::open_writer() {
    return TRY(connect(file_, Access::read_write));
}

}  // namespace slipway::storage
