#include "storage/postgresql/side_connection.hpp"

namespace slipway::storage {
namespace {

PostgresqlSettings brief_settings(const std::string& url, std::chrono::milliseconds answer_within) {
    PostgresqlSettings settings;
    settings.url = url;
    settings.connect_within = settings.reach_within = settings.answer_within = answer_within;
    return settings;
}

}  // namespace

SideConnection::SideConnection(const std::string& url, std::chrono::milliseconds answer_within)
    : server_(brief_settings(url, answer_within)) {}

Result<> SideConnection::connect() {
    auto made = TRY(PostgresqlConnection::open(server_));
    TRY(made->run_own_script("SET synchronous_commit = off"));
    connection_ = std::move(made);
    ++times_made_;
    return {};
}

std::uint64_t SideConnection::times_made() const {
    const std::lock_guard lock(mutex_);
    return times_made_;
}

}  // namespace slipway::storage
