#include "storage/catalog/connection_pool.hpp"

namespace slipway::storage {
namespace {

/// Readers kept open while idle. More may be open at once; those beyond are closed when they are done.
constexpr std::size_t idle_reader_limit = 8;

}  // namespace

ConnectionPool::~ConnectionPool() { close_idle(); }

void ConnectionPool::close_idle() {
    idle_readers_.clear();
    idle_writer_.reset();
}

Result<std::unique_ptr<Connection>> ConnectionPool::take_reader() {
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

void ConnectionPool::note_commit(const Connection&) {}

bool ConnectionPool::is_current(const Connection&) { return true; }

void ConnectionPool::close_idle_readers() {
    std::vector<std::unique_ptr<Connection>> idle;
    const std::lock_guard guard(lock_);
    idle.swap(idle_readers_);
}

void ConnectionPool::give_back_reader(std::unique_ptr<Connection> connection) {
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
        if (pool_ != nullptr) pool_->give_back_writer(nullptr);
    }
    void keep() { pool_ = nullptr; }

private:
    ConnectionPool* pool_;
};

Result<std::unique_ptr<Connection>> ConnectionPool::take_writer() {
    std::unique_ptr<Connection> connection;
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

void ConnectionPool::give_back_writer(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard guard(lock_);
        idle_writer_ = std::move(connection);
        writing_ = false;
    }
    writer_free_.notify_one();
}

}  // namespace slipway::storage
