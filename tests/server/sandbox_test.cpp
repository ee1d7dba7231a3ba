// What a confined process can still do. Each question is asked in a process of its own, which confines itself first;
// where this machine's kernel offers no Landlock (or no seccomp) nothing of it is in force, and that is expected.
#include "server/sandbox.hpp"

#include "base/unique_fd.hpp"
#include "server/sandbox_rules.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace slipway::server {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Ports = std::vector<std::uint16_t>;

struct Outcome {
    Sandbox sandbox;
    int error = 0;  // errno of what was tried; 0: it worked
};

/// What `attempt` (0, or an errno) comes to in a process confined by `rules`.
Outcome try_confined(const SandboxRules& rules, const std::function<int()>& attempt) {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd from(ends[0]);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto sandbox = confine(rules);
        if (!sandbox.ok()) ::_exit(1);
        const Outcome outcome{*sandbox, attempt()};
        ::_exit(::write(ends[1], &outcome, sizeof outcome) == sizeof outcome ? 0 : 1);
    }
    ::close(ends[1]);
    Outcome outcome;
    EXPECT_EQ(::read(from.get(), &outcome, sizeof outcome), static_cast<ssize_t>(sizeof outcome))
        << "it did not answer";
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    return outcome;
}

int open_file(const fs::path& path, int flags) {
    const UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC, 0600));
    return file ? 0 : errno;
}

int run(const fs::path& program) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(program.c_str(), program.c_str(), nullptr);
        ::_exit(errno == EACCES ? 100 : 101);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : EACCES;
}

UniqueFd tcp_socket() { return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int connect_to(std::uint16_t port) {
    const auto address = loopback(port);
    const auto socket = tcp_socket();
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

int bind_to(std::uint16_t port) {
    const auto address = loopback(port);
    const auto socket = tcp_socket();
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

class SandboxTest : public ::testing::Test {
protected:
    SandboxTest() {
        fs::create_directories(inside_ / "below");
        fs::create_directories(outside_);
        rules_.write = {inside_, "/dev/null"};
        rules_.read = {"/proc", "/etc"};
        rules_.execute = {"/usr", "/bin", "/lib", "/lib64"};
    }
    void expect_allowed(const std::function<int()>& attempt) { EXPECT_EQ(try_confined(rules_, attempt).error, 0); }
    void expect_denied_since(int landlock, const std::function<int()>& attempt) {
        const auto outcome = try_confined(rules_, attempt);
        if (outcome.sandbox.landlock >= landlock)
            EXPECT_EQ(outcome.error, EACCES);
        else
            EXPECT_EQ(outcome.error, 0);
    }

    slipway::testing::TempDir directory_;
    const fs::path inside_ = directory_.path() / "data";
    const fs::path outside_ = directory_.path() / "outside";
    SandboxRules rules_;
};

TEST_F(SandboxTest, FilesBelowAWritableDirectoryAreMadeChangedMovedAndRemoved) {
    const auto from = inside_ / "a";
    const auto to = inside_ / "below" / "b";

    expect_allowed([&] { return open_file(from, O_CREAT | O_RDWR | O_TRUNC); });
    expect_allowed([&] { return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno; });
    expect_allowed([&] { return ::truncate(to.c_str(), 0) == 0 ? 0 : errno; });
    expect_allowed([&] { return ::unlink(to.c_str()) == 0 ? 0 : errno; });
}

TEST_F(SandboxTest, NothingElseIsWritten) {
    directory_.write("outside/file", "text");

    expect_denied_since(2, [&] { return open_file(outside_ / "new", O_CREAT | O_WRONLY); });
    expect_denied_since(2, [&] { return open_file(outside_ / "file", O_WRONLY); });
    expect_denied_since(2, [&] { return ::unlink((outside_ / "file").c_str()) == 0 ? 0 : errno; });
    expect_denied_since(3, [&] { return ::truncate((outside_ / "file").c_str(), 0) == 0 ? 0 : errno; });
}

TEST_F(SandboxTest, OnlyWhatTheRulesNameIsRead) {
    directory_.write("outside/file", "text");

    expect_allowed([&] { return open_file("/etc/passwd", O_RDONLY); });
    expect_denied_since(2, [&] { return open_file(outside_ / "file", O_RDONLY); });
}

TEST_F(SandboxTest, ASymbolicLinkLeadsNowhereElse) {
    directory_.write("outside/file", "text");
    fs::create_symlink(outside_ / "file", inside_ / "link");

    expect_denied_since(2, [&] { return open_file(inside_ / "link", O_RDONLY); });
}

TEST_F(SandboxTest, ProgramsOfTheSystemRunAndInheritTheSandbox) {
    expect_allowed([] { return run("/bin/true"); });
}

TEST_F(SandboxTest, WhatWasWrittenIsNoProgram) {
    const auto program = directory_.write("data/program", "#!/bin/sh\nexit 0\n");
    fs::permissions(program, fs::perms::owner_all);

    expect_denied_since(2, [&] { return run(program); });
}

TEST_F(SandboxTest, NobodyIsConnectedTo) {
    const auto listener = tcp_socket();
    auto address = loopback(0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);

    expect_denied_since(4, [&] { return connect_to(ntohs(address.sin_port)); });
}

TEST_F(SandboxTest, APeerIsConnectedToByItsPortAlone) {
    const auto listener = tcp_socket();
    auto address = loopback(0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    const auto port = ntohs(address.sin_port);
    rules_.connect = std::vector<std::uint16_t>{port};

    expect_allowed([&] { return connect_to(port); });
    const auto other = try_confined(rules_, [] { return connect_to(1); });
    EXPECT_EQ(other.error, other.sandbox.landlock >= 4 ? EACCES : ECONNREFUSED);
    rules_.connect.reset();
    expect_allowed([&] { return connect_to(port); });
}

TEST_F(SandboxTest, OnlyTheGivenPortsAreListenedOn) {
    const auto free = tcp_socket();
    auto address = loopback(0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(free.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::getsockname(free.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    rules_.ports = std::vector<std::uint16_t>{ntohs(address.sin_port)};

    EXPECT_EQ(try_confined(rules_, [&] { return bind_to(ntohs(address.sin_port)); }).error, EADDRINUSE);
    expect_denied_since(4, [] { return bind_to(0); });
}

TEST_F(SandboxTest, CallsThatTakeKernelsApartAreDenied) {
    const auto outcome = try_confined(rules_, [] { return ::umount2("/no/such/place", 0) == 0 ? 0 : errno; });

    EXPECT_EQ(outcome.error, outcome.sandbox.seccomp || ::getuid() != 0 ? EPERM : ENOENT);
}

TEST_F(SandboxTest, CertificatesAreReadWhereTheirLinksPointAndWhereTheyStand) {
    directory_.write("archive/chain1.pem", "certificate");
    fs::create_directories(directory_.path() / "live");
    fs::create_symlink("../archive/chain1.pem", directory_.path() / "live" / "chain.pem");
    Config config;
    config.data = inside_;
    config.tls.certificate = directory_.path() / "live" / "chain.pem";

    const auto rules = sandbox_rules(config);

    const auto archive = fs::canonical(directory_.path() / "archive");
    EXPECT_THAT(rules.read, IsSupersetOf({directory_.path() / "live", archive}));
    EXPECT_THAT(rules.write, Not(Contains(archive)));
}

TEST_F(SandboxTest, APartOfTheDataOnAnotherDiskIsReached) {
    fs::create_directory_symlink(outside_, inside_ / "blobs");
    Config config;
    config.data = inside_;

    EXPECT_THAT(sandbox_rules(config).write, Contains(fs::canonical(outside_)));
}

TEST_F(SandboxTest, PeersAreReachedByPortAndNameWithWhatThatTakes) {
    directory_.write("certificates/ca.pem", "certificate");
    Config config;
    config.data = inside_;

    const auto alone = sandbox_rules(config);
    const Peers peers{Ports{5432}, {directory_.path() / "certificates" / "ca.pem"}};
    const auto with_peer = sandbox_rules(config, peers);

    EXPECT_EQ(alone.connect, Ports{});
    EXPECT_EQ(with_peer.connect, (Ports{5432, 53}));
    EXPECT_THAT(with_peer.read, Contains(directory_.path() / "certificates"));
    EXPECT_THAT(with_peer.read, Contains(fs::canonical("/etc/resolv.conf").parent_path()));
}

TEST_F(SandboxTest, APeerThatMayBeAnywhereIsReachedByEveryPort) {
    Config config;
    config.data = inside_;

    const auto rules = sandbox_rules(config, {std::nullopt, {}});

    EXPECT_FALSE(rules.connect.has_value());
    EXPECT_THAT(rules.read, Contains(fs::canonical("/etc/resolv.conf").parent_path()));
}

TEST_F(SandboxTest, TheDirectoryOfAUnixSocketIsWritableAndAPortThatIsChosenLeavesAllPortsOpen) {
    Config config;
    config.data = inside_;
    config.listen = {"unix:/run/slipway/socket", "127.0.0.1:8080", "https://[::1]:8443"};
    const auto fixed = sandbox_rules(config);
    config.listen = {"127.0.0.1:0"};
    const auto chosen = sandbox_rules(config);

    EXPECT_THAT(fixed.write, Contains(fs::path("/run/slipway")));
    EXPECT_EQ(fixed.ports, (std::vector<std::uint16_t>{8080, 8443}));
    EXPECT_FALSE(chosen.ports.has_value());
}

}  // namespace
}  // namespace slipway::server
