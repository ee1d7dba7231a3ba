#include "tests/storage/s3/trouble_server.hpp"

#include "base/text.hpp"
#include "base/unique_fd.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>

namespace slipway::s3 {
namespace {

constexpr int look_every_ms = 20;

std::optional<std::uint64_t> length_of(const std::string& head) {
    const auto lower = to_lower(head);
    const auto at = lower.find("content-length: ");
    if (at == std::string::npos) return std::nullopt;
    return parse_decimal(lower.substr(at + 16, lower.find('\r', at) - at - 16));
}

/// Reads until `text` has `size` bytes or, if that is 0, the end of a head. False when the client is gone or the server
/// stops, which `is_over` says.
template <class IsOver>
bool read_until(int connection, std::string& text, std::size_t size, IsOver is_over) {
    std::array<char, 65536> buffer;
    while (size > 0 ? text.size() < size : text.find("\r\n\r\n") == std::string::npos) {
        pollfd readable{connection, POLLIN, 0};
        if (is_over()) return false;
        if (::poll(&readable, 1, look_every_ms) == 0) continue;
        const auto count = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (count <= 0) return false;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return true;
}

void send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void reset(int connection) {
    const linger at_once{1, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

Reply a_reply(int status, const std::string& body, const std::string& more_fields) {
    return {fmt::format("HTTP/1.1 {} x\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_fields, body)};
}

TroubleServer::TroubleServer(std::deque<Reply> replies) : replies_(std::move(replies)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 8) != 0 || ::getsockname(listener_, any, &size) != 0)
        throw std::runtime_error("no port to listen on");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

TroubleServer::~TroubleServer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    stopping_.notify_all();
    thread_.join();
    ::close(listener_);
}

std::string TroubleServer::origin() const { return fmt::format("http://127.0.0.1:{}", port_); }

unsigned TroubleServer::connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
}

std::vector<std::string> TroubleServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

/// False when the server stops meanwhile.
bool TroubleServer::wait(std::chrono::milliseconds length) {
    std::unique_lock lock(mutex_);
    return !stopping_.wait_for(lock, length, [this] { return is_stopping_; });
}

void TroubleServer::serve() {
    while (wait(std::chrono::milliseconds(0))) {
        pollfd acceptable{listener_, POLLIN, 0};
        if (::poll(&acceptable, 1, look_every_ms) == 0) continue;
        const UniqueFd connection(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
        {
            const std::lock_guard lock(mutex_);
            ++connections_;
        }
        serve_connection(connection.get());
    }
}

void TroubleServer::serve_connection(int connection) {
    const auto is_over = [this] { return !wait(std::chrono::milliseconds(0)); };
    while (true) {
        std::string request;
        if (!read_until(connection, request, 0, is_over)) return;
        Reply reply = a_reply(500);
        {
            const std::lock_guard lock(mutex_);
            if (!replies_.empty()) reply = std::move(replies_.front());
            if (!replies_.empty()) replies_.pop_front();
        }
        const auto whole = request.find("\r\n\r\n") + 4 + length_of(request).value_or(0);
        if (reply.reads_body && to_lower(request).find("expect: 100") != std::string::npos)
            send_all(connection, "HTTP/1.1 100 Continue\r\n\r\n");
        if (reply.reads_body && !read_until(connection, request, whole, is_over)) return;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
        }
        if (!wait(reply.before)) return;
        send_all(connection, reply.bytes);
        if (reply.then == Reply::Then::reset) reset(connection);
        if (reply.then != Reply::Then::keep_open) return;
    }
}

}  // namespace slipway::s3
