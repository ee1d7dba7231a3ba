#include "tests/storage/s3/store_proxy.hpp"

#include "base/text.hpp"
#include "base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>

namespace slipway::s3 {
namespace {

constexpr int look_every_ms = 20;
constexpr std::string_view end_of_head = "\r\n\r\n";

sockaddr_in on_loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

UniqueFd connect_to(unsigned short port) {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto address = on_loopback(port);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) socket.reset();
    const int at_once = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    return socket;
}

bool pass_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::uint64_t length_in(std::string_view head) {
    const auto lower = to_lower(head);
    const auto at = lower.find("content-length: ");
    if (at == std::string::npos) return 0;
    return parse_decimal(std::string_view(lower).substr(at + 16, lower.find('\r', at) - at - 16)).value_or(0);
}

bool waits_before_its_body(std::string_view head) { return to_lower(head).find("expect: 100") != std::string::npos; }

}  // namespace

/// A connection of a client and one to the store.
class StoreProxy::Connection {
public:
    Connection(StoreProxy& proxy, UniqueFd client)
        : proxy_(proxy), client_(std::move(client)), store_(connect_to(proxy.store_port_)) {}

    /// Until one of them ends.
    void pass() {
        while (!proxy_.is_ending_) {
            std::array<pollfd, 2> ends = {{{client_.get(), POLLIN, 0}, {store_.get(), POLLIN, 0}}};
            if (::poll(ends.data(), ends.size(), look_every_ms) <= 0) continue;
            if (ends[1].revents != 0 && !pass_answer()) return;
            if (ends[0].revents != 0 && !pass_request()) return;
        }
    }

private:
    bool pass_answer() {
        const auto got = ::recv(store_.get(), buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return false;
        const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
        if (trouble_ == Trouble::lose_answer) return bytes.starts_with("HTTP/1.1 100");
        if (trouble_ != Trouble::cut_answer) return pass_all(client_.get(), bytes);
        const auto part = bytes.substr(0, std::min(bytes.size(), left_of_answer_));
        left_of_answer_ -= part.size();
        return pass_all(client_.get(), part) && left_of_answer_ > 0;
    }

    bool pass_request() {
        const auto got = ::recv(client_.get(), buffer_.data(), buffer_.size(), 0);
        if (got <= 0) return false;
        std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
        if (left_of_body_ > 0) {
            const auto body = bytes.substr(0, std::min<std::size_t>(bytes.size(), left_of_body_));
            if (!pass_body(body)) return false;
            bytes.remove_prefix(body.size());
        }
        head_.append(bytes);
        const auto end = head_.find(end_of_head);
        return end == std::string::npos || begin(end + end_of_head.size());
    }

    /// A request has come as far as its head.
    bool begin(std::size_t head_size) {
        const auto head = head_.substr(0, head_size);
        const auto body = head_.substr(head_size);
        head_.clear();
        trouble_ = proxy_.next();
        left_of_body_ = length_in(head);
        left_of_answer_ = proxy_.let_through_;
        if (trouble_ == Trouble::slow_down && (left_of_body_ == 0 || waits_before_its_body(head))) return slow_down();
        const bool is_passed = trouble_ != Trouble::slow_down && trouble_ != Trouble::hang;
        if (is_passed && !pass_all(store_.get(), head)) return false;
        return body.empty() || pass_body(body);
    }

    bool pass_body(std::string_view body) {
        left_of_body_ -= body.size();
        if (trouble_ == Trouble::hang) return true;
        if (trouble_ == Trouble::slow_down) return left_of_body_ > 0 || slow_down();
        if (trouble_ == Trouble::cut_request) {
            pass_all(store_.get(), body.substr(0, body.size() / 2));
            return false;
        }
        return pass_all(store_.get(), body);
    }

    bool slow_down() {
        constexpr std::string_view text = "<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>";
        constexpr auto answer = "HTTP/1.1 503 Slow Down\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}";
        pass_all(client_.get(), fmt::format(answer, text.size(), text));
        return false;
    }

    StoreProxy& proxy_;
    const UniqueFd client_;
    const UniqueFd store_;
    std::array<char, 65536> buffer_{};
    std::string head_{};
    std::uint64_t left_of_body_ = 0;
    std::size_t left_of_answer_ = 0;
    Trouble trouble_ = Trouble::none;  // of the request under way
};

StoreProxy::StoreProxy(const std::string& endpoint) {
    const auto port = parse_decimal(std::string_view(endpoint).substr(endpoint.rfind(':') + 1));
    store_port_ = static_cast<unsigned short>(port.value_or(0));
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = on_loopback(0);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0 || ::getsockname(listener_, any, &size) != 0)
        throw std::runtime_error("the proxy cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

StoreProxy::~StoreProxy() {
    is_ending_ = true;
    thread_.join();
    for (auto& connection : connections_) connection.join();
    ::close(listener_);
}

std::string StoreProxy::endpoint() const { return fmt::format("http://127.0.0.1:{}", port_); }

void StoreProxy::make(std::deque<Trouble> troubles) {
    const std::lock_guard lock(mutex_);
    troubles_ = std::move(troubles);
}

Trouble StoreProxy::next() {
    ++requests_;
    const std::lock_guard lock(mutex_);
    if (troubles_.empty()) return always_;
    const auto trouble = troubles_.front();
    troubles_.pop_front();
    return trouble;
}

void StoreProxy::serve() {
    while (!is_ending_) {
        pollfd acceptable{listener_, POLLIN, 0};
        if (::poll(&acceptable, 1, look_every_ms) <= 0) continue;
        UniqueFd client(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
        if (!client) continue;
        const std::lock_guard lock(mutex_);
        connections_.emplace_back([this, fd = client.release()] { Connection(*this, UniqueFd(fd)).pass(); });
    }
}

}  // namespace slipway::s3
