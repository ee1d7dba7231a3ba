#include "tests/support/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace slipway::testing {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connect_to(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(port);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
    ::close(socket);
    return -1;
}

/// Passes on what there is; false at the end.
bool pass_on(int from, int to) {
    std::array<char, 65536> buffer;
    const auto got = ::recv(from, buffer.data(), buffer.size(), 0);
    return got > 0 && ::send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
}

/// A statement that is COMMIT, which others contain as a word ("READ COMMITTED").
bool has_commit(std::string_view bytes) { return bytes.find(std::string_view("\0COMMIT\0", 8)) != bytes.npos; }

}  // namespace

CuttingProxy::CuttingProxy(int server_port)
    : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto address = loopback(0);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("the proxy cannot listen");
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_clients(); });
}

CuttingProxy::~CuttingProxy() {
    is_ending_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    cut_all();
    for (auto& thread : passing_) thread.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
}

void CuttingProxy::cut_all() {
    const std::lock_guard guard(lock_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
}

void CuttingProxy::accept_clients() {
    for (int client = 0; (client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        const int server = is_refusing_ ? -1 : connect_to(server_port_);
        const std::lock_guard guard(lock_);
        sockets_.push_back(client);
        if (server < 0) {
            ::shutdown(client, SHUT_RDWR);
            continue;
        }
        sockets_.push_back(server);
        passing_.emplace_back([this, client, server] { pass(client, server); });
    }
}

void CuttingProxy::pass(int client, int server) {
    for (bool open = true; open;) {
        std::array<pollfd, 2> sockets = {
            {{.fd = client, .events = POLLIN, .revents = 0}, {.fd = server, .events = POLLIN, .revents = 0}}};
        if (::poll(sockets.data(), sockets.size(), -1) < 0) continue;
        while (is_still_ && !is_ending_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        if (sockets[0].revents != 0)
            open = pass_from_client(client, server);
        else
            open = pass_on(server, client);
    }
    ::shutdown(client, SHUT_RDWR);  // where the server has ended it
}

/// False when the connection has ended. The server's end of one that was cut before a commit is left open.
bool CuttingProxy::pass_from_client(int client, int server) {
    std::array<char, 65536> buffer;
    const auto got = ::recv(client, buffer.data(), buffer.size(), 0);
    const std::string_view bytes(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    const Cut cut = has_commit(bytes) ? cut_.load() : Cut::nothing;
    if (cut != Cut::before_commit && !bytes.empty()) ::send(server, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (cut == Cut::nothing && !bytes.empty()) return true;
    if (cut == Cut::after_commit) {
        std::array<char, 65536> unseen;
        ::recv(server, unseen.data(), unseen.size(), 0);
    }
    if (cut != Cut::nothing) {
        before_();
        cut_ = Cut::nothing;
    }
    ::shutdown(client, SHUT_RDWR);
    if (cut != Cut::before_commit) ::shutdown(server, SHUT_RDWR);
    return false;
}

}  // namespace slipway::testing
