#include "tests/support/postgresql_server.hpp"

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <pwd.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace slipway::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* server_user = "postgres";  // PostgreSQL refuses to run as root

/// A free port: of what binds to it next, most probably.
int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

/// A command as the server's user, who is another one for root only. QUIT is PostgreSQL's immediate shutdown.
std::vector<std::string> as_server(std::vector<std::string> command) {
    std::vector<std::string> whole = {"setpriv", "--pdeathsig", "QUIT"};
    if (::geteuid() == 0)
        whole.insert(whole.end(),
                     {std::string("--reuid=") + server_user, std::string("--regid=") + server_user, "--clear-groups"});
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

void must_run(const std::vector<std::string>& command, const std::string& directory) {
    const auto done = run_command(command, directory);
    if (done.exit_code != 0) throw std::runtime_error(command.front() + ": " + done.output);
}

void give_to_server(const fs::path& directory) {
    if (::geteuid() != 0) return;
    const passwd* user = ::getpwnam(server_user);
    if (user == nullptr || ::chown(directory.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("no user postgres");
}

pid_t spawn(const std::vector<std::string>& command, const fs::path& directory) {
    std::vector<char*> argv;
    for (const auto& argument : command) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const std::string log = directory / "log";
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (::chdir(directory.c_str()) == 0) ::execvp(argv[0], argv.data());
    ::_exit(127);
}

}  // namespace

std::optional<std::string> PostgresqlServer::programs() {
    int newest = 0;
    std::error_code none;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none))
        if (fs::exists(version.path() / "bin/initdb")) newest = std::max(newest, std::stoi(version.path().filename()));
    if (newest == 0) return std::nullopt;
    return "/usr/lib/postgresql/" + std::to_string(newest) + "/bin/";
}

PostgresqlServer::PostgresqlServer() : programs_(programs().value()), port_(free_port()) {
    give_to_server(directory_.path());
    must_run(as_server({programs_ + "initdb", "-D", directory_.path() / "data", "-U", "slipway", "--auth=trust", "-E",
                        "UTF8", "--locale-provider=icu", "--icu-locale=de-DE", "--locale=C.UTF-8", "--no-instructions",
                        "--no-sync"}),
             directory_.path());
    start();
}

PostgresqlServer::~PostgresqlServer() { crash(); }

std::string PostgresqlServer::url_at(int port, const std::string& database) {
    return "postgresql://slipway@127.0.0.1:" + std::to_string(port) + "/" + database;
}

void PostgresqlServer::start(const std::string& setting) {
    process_ = spawn(as_server({programs_ + "postgres", "-D", directory_.path() / "data", "-h", "127.0.0.1", "-p",
                                std::to_string(port_), "-k", directory_.path(), "-c", "fsync=off", "-c", setting}),
                     directory_.path());
    wait_until_ready();
}

void PostgresqlServer::wait_until_ready() const {
    const std::vector<std::string> ask = {programs_ + "pg_isready", "-q", "-h", "127.0.0.1", "-p",
                                          std::to_string(port_)};
    for (int attempt = 0; attempt < 300; ++attempt) {
        if (run_command(ask).exit_code == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("PostgreSQL does not start, see its log in " + directory_.path().string());
}

void PostgresqlServer::crash() {
    if (process_ == 0) return;
    ::kill(process_, SIGQUIT);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

std::string PostgresqlServer::query(const std::string& database, const std::string& sql) const {
    auto output = run_command({programs_ + "psql", "-X", "-q", "-A", "-t", "-d", url(database), "-c", sql}).output;
    while (output.ends_with('\n')) output.pop_back();
    return output;
}

std::string PostgresqlServer::make_database(const std::string& as) {
    auto name = "test_" + std::to_string(++databases_);
    const auto said = query("postgres", "CREATE DATABASE " + name + " TEMPLATE " + as);
    if (!said.empty()) throw std::runtime_error(said);
    return name;
}

PostgresqlServer& postgresql_server() {
    static PostgresqlServer server;
    return server;
}

}  // namespace slipway::testing
