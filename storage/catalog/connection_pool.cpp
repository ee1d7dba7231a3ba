#include "storage/catalog/connection_pool.hpp"

#include <string>

namespace slipway::storage {

ConnectionPool::~ConnectionPool() { close_idle(); }

void ConnectionPool::close_idle() {
    idle_readers_.clear();
    idle_writer_.reset();
}

/// The place of a connection that is being opened: given back, also by an exception, unless it is kept.
class ConnectionPool::Claim {
public:
    using Release = void (ConnectionPool::*)(std::unique_ptr<Connection>);

    Claim(ConnectionPool& pool, Release release) : pool_(&pool), release_(release) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim() {
        if (pool_ != nullptr) (pool_->*release_)(nullptr);
    }
    void keep() { pool_ = nullptr; }

private:
    ConnectionPool* pool_;
    Release release_;
};

Result<std::unique_ptr<Connection>> ConnectionPool::take_reader() {
    std::unique_lock guard(lock_);
    const auto is_free = [this] { return !idle_readers_.empty() || readers_ < limits_.most; };
    if (!reader_free_.wait_for(guard, limits_.wait, is_free))
        return Error(Fault::busy, "the catalog is read over all the " + std::to_string(limits_.most) +
                                      " connections that there may be");
    if (!idle_readers_.empty()) {
        auto connection = std::move(idle_readers_.back());
        idle_readers_.pop_back();
        return connection;
    }
    ++readers_;
    guard.unlock();
    Claim claim(*this, &ConnectionPool::release_reader);
    auto opened = open_reader();
    if (opened.ok()) claim.keep();
    return opened;
}

void ConnectionPool::record_commit(const Connection&) {}

bool ConnectionPool::is_current(const Connection&) { return true; }

void ConnectionPool::close_idle_readers() {
    std::vector<std::unique_ptr<Connection>> idle;
    const std::lock_guard guard(lock_);
    idle.swap(idle_readers_);
    readers_ -= idle.size();
}

void ConnectionPool::release_reader(std::unique_ptr<Connection> connection) {
    bool is_kept = false;
    {
        const std::lock_guard guard(lock_);
        is_kept = connection && idle_readers_.size() < limits_.idle && is_current(*connection);
        if (is_kept) idle_readers_.push_back(std::move(connection));
    }
    if (!is_kept) {
        connection.reset();  // before another one is opened in its place
        const std::lock_guard guard(lock_);
        --readers_;
    }
    reader_free_.notify_one();
}

void ConnectionPool::add_reader(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard guard(lock_);
        ++readers_;
    }
    release_reader(std::move(connection));
}

Result<std::unique_ptr<Connection>> ConnectionPool::take_writer() {
    std::unique_ptr<Connection> connection;
    {
        std::unique_lock guard(lock_);
        writer_free_.wait(guard, [this] { return !writing_; });
        writing_ = true;
        connection = std::move(idle_writer_);
    }
    if (connection) return connection;
    Claim claim(*this, &ConnectionPool::release_writer);
    auto opened = open_writer();
    if (opened.ok()) claim.keep();
    return opened;
}

void ConnectionPool::release_writer(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard guard(lock_);
        idle_writer_ = std::move(connection);
        writing_ = false;
    }
    writer_free_.notify_one();
}

}  // namespace slipway::storage
