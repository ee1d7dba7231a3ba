#include "storage/catalog/memory_connection_pool.hpp"

#include <utility>

namespace slipway::storage {
namespace {

/// They are those that the pool has opened.
const SqliteConnection& sqlite(const Connection& connection) {
    return static_cast<const SqliteConnection&>(connection);
}

}  // namespace

std::shared_ptr<const std::string> MemoryConnectionPool::image() {
    const std::lock_guard guard(image_lock_);
    return image_;
}

void MemoryConnectionPool::record_commit(const Connection& writer) {
    auto made = std::make_shared<const std::string>(sqlite(writer).image());
    {
        const std::lock_guard guard(image_lock_);
        image_ = std::move(made);
    }
    close_idle_readers();
}

bool MemoryConnectionPool::is_current(const Connection& reader) { return sqlite(reader).reads(image()); }

Result<std::unique_ptr<Connection>> MemoryConnectionPool::open_reader() {
    return TRY(SqliteConnection::open_image(image()));
}

Result<std::unique_ptr<Connection>> MemoryConnectionPool::open_writer() {
    auto writer = TRY(SqliteConnection::open_in_memory());
    TRY(writer->run_script("PRAGMA foreign_keys = ON"));
    const auto committed = image();
    if (!committed) return writer;
    // The one before had become unusable: this one goes on with what was committed last.
    const auto source = TRY(SqliteConnection::open_image(committed));
    TRY(source->copy_to(*writer));
    return writer;
}

}  // namespace slipway::storage
