#pragma once

#include "tests/support/temp_dir.hpp"

#include <optional>
#include <string>
#include <sys/types.h>

namespace slipway::testing {

/// A PostgreSQL of its own in a temporary directory, on a free port of the loopback interface. Its databases sort text
/// as German does, not by its bytes. It ends with the thread that has started it.
class PostgresqlServer {
public:
    /// Where the newest one that is installed has its programs; nothing without one.
    static std::optional<std::string> programs();

    /// Precondition: one is installed.
    PostgresqlServer();
    PostgresqlServer(const PostgresqlServer&) = delete;
    PostgresqlServer& operator=(const PostgresqlServer&) = delete;
    ~PostgresqlServer();

    int port() const { return port_; }
    /// Of a database, asked at another port.
    static std::string url_at(int port, const std::string& database);
    std::string url(const std::string& database) const { return url_at(port_, database); }

    /// Makes a database as this one is, or an empty one, and gives its name.
    std::string make_database(const std::string& as = "template0");
    /// What psql says to a script.
    std::string query(const std::string& database, const std::string& sql) const;

    /// Ends it at once; what it was doing is found in its log by the next start.
    void crash();
    /// `setting`: one that is in force until the next crash, "NAME=VALUE".
    void start(const std::string& setting = "fsync=off");

private:
    void wait_until_ready() const;

    TempDir directory_;
    std::string programs_;
    int port_;
    pid_t process_ = 0;
    int databases_ = 0;
};

/// The one of this test executable, started by the first use.
PostgresqlServer& postgresql_server();

}  // namespace slipway::testing
