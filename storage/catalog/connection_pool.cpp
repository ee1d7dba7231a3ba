#include "storage/catalog/connection_pool.hpp"

namespace slipway::storage {
namespace {

/// Readers kept open while idle. More may be open at once; those beyond are closed when they are done.
constexpr std::size_t idle_reader_limit = 8;

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

ConnectionPool::~ConnectionPool() {
    idle_readers_.clear();
    idle_writer_.reset();
}

Result<std::unique_ptr<SqliteConnection>> ConnectionPool::take_reader() {
    {
        const std::lock_guard guard(lock_);
        if (!idle_readers_.empty()) {
            auto connection = std::move(idle_readers_.back());
            idle_readers_.pop_back();
            return connection;
        }
    }
    return open_reader();
}

Result<std::unique_ptr<SqliteConnection>> ConnectionPool::open_reader() { return connect(file_, Access::read_only); }

Result<std::unique_ptr<SqliteConnection>> ConnectionPool::open_writer() { return connect(file_, Access::read_write); }

void ConnectionPool::record_commit(const SqliteConnection&) {}

bool ConnectionPool::is_current(const SqliteConnection&) { return true; }

void ConnectionPool::close_idle_readers() {
    std::vector<std::unique_ptr<SqliteConnection>> idle;
    const std::lock_guard guard(lock_);
    idle.swap(idle_readers_);
}

void ConnectionPool::release_reader(std::unique_ptr<SqliteConnection> connection) {
    const std::lock_guard guard(lock_);
    const bool is_wanted = connection && idle_readers_.size() < idle_reader_limit && is_current(*connection);
    if (is_wanted) idle_readers_.push_back(std::move(connection));
}

/// That of a writer; ended, also by an exception, unless it is kept for a connection that was opened.
class ConnectionPool::Turn {
public:
    explicit Turn(ConnectionPool& pool) : pool_(&pool) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (pool_ != nullptr) pool_->release_writer(nullptr);
    }
    void keep() { pool_ = nullptr; }

private:
    ConnectionPool* pool_;
};

Result<std::unique_ptr<SqliteConnection>> ConnectionPool::take_writer() {
    std::unique_ptr<SqliteConnection> connection;
    {
        std::unique_lock guard(lock_);
        writer_free_.wait(guard, [this] { return !writing_; });
        writing_ = true;
        connection = std::move(idle_writer_);
    }
    if (connection) return connection;
    Turn turn(*this);
    auto opened = open_writer();
    if (opened.ok()) turn.keep();
    return opened;
}

void ConnectionPool::release_writer(std::unique_ptr<SqliteConnection> connection) {
    {
        const std::lock_guard guard(lock_);
        idle_writer_ = std::move(connection);
        writing_ = false;
    }
    writer_free_.notify_one();
}

}  // namespace slipway::storage
