#include "tests/server/net/raw_client.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>

namespace slipway::testing {
namespace {

constexpr int patience_ms = 10'000;

bool is_readable(int socket, int milliseconds) {
    pollfd wait{socket, POLLIN, 0};
    return ::poll(&wait, 1, milliseconds) == 1;
}

UniqueFd connect_unix(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) socket.reset();
    return socket;
}

UniqueFd connect_tcp(const std::string& host_and_port) {
    const auto colon = host_and_port.rfind(':');
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(host_and_port.substr(colon + 1))));
    ::inet_pton(AF_INET, host_and_port.substr(0, colon).c_str(), &address.sin_addr);
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) socket.reset();
    return socket;
}

RawResponse parse_head(const std::string& head) {
    RawResponse response;
    response.status = static_cast<unsigned>(std::stoul(head.substr(9, 3)));
    auto lines = split(head, '\n');
    for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
        const auto colon = line->find(':');
        if (colon == std::string_view::npos) continue;
        const auto value = line->substr(colon + 1, line->size() - colon - 2);  // without its CR
        response.headers[to_lower(line->substr(0, colon))] = trimmed(value);
    }
    return response;
}

}  // namespace

RawClient::RawClient(const std::string& address)
    : socket_(address.starts_with("unix:") ? connect_unix(address.substr(5))
                                           : connect_tcp(address.substr(address.find("//") + 2))) {
    if (!socket_) throw std::runtime_error("cannot connect to " + address);
}

bool RawClient::send(const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto now = ::send(socket_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (now <= 0) return false;
        sent += static_cast<std::size_t>(now);
    }
    return true;
}

bool RawClient::read_more() {
    std::array<char, 65536> buffer;
    if (!is_readable(socket_.get(), patience_ms)) return false;
    const auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::take(std::size_t length) {
    auto taken = received_.substr(0, length);
    received_.erase(0, taken.size());
    return taken;
}

RawResponse RawClient::receive(Body body) {
    while (received_.find("\r\n\r\n") == std::string::npos)
        if (!read_more()) return {};
    auto response = parse_head(take(received_.find("\r\n\r\n") + 4));
    const auto length = response.headers.find("content-length");
    if (body == Body::none || length == response.headers.end()) return response;
    const auto wanted = std::stoul(length->second);
    while (received_.size() < wanted)
        if (!read_more()) break;
    response.body = take(wanted);
    return response;
}

bool RawClient::is_closed_within(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    std::array<char, 65536> buffer;
    while (std::chrono::steady_clock::now() < end) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (!is_readable(socket_.get(), static_cast<int>(left.count()) + 1)) return false;
        if (::recv(socket_.get(), buffer.data(), buffer.size(), 0) <= 0) return true;
    }
    return false;
}

RawResponse RawClient::ask(const std::string& bytes) {
    send(bytes);
    return receive();
}

}  // namespace slipway::testing
