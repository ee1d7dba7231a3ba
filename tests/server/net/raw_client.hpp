#pragma once

#include "base/unique_fd.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace slipway::testing {

/// An answer as it came over the wire. `status` 0: the connection ended before one.
struct RawResponse {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

/// A blocking HTTP client that sends exactly the bytes it is given. Waits at most 10 s for anything.
class RawClient {
public:
    /// "http://127.0.0.1:1234" or "unix:/path".
    explicit RawClient(const std::string& address);

    /// False when the peer has closed.
    bool send(const std::string& bytes);
    /// Reads one response; `Body::none` for the answer to a HEAD.
    enum class Body : unsigned char { expected, none };
    RawResponse receive(Body body = Body::expected);
    /// True when the server closes the connection within this time; what it sends before is read away.
    bool is_closed_within(std::chrono::milliseconds time);
    /// Sends, and reads the answer.
    RawResponse ask(const std::string& bytes);
    void close() { socket_.reset(); }

private:
    bool read_more();
    std::string take(std::size_t length);

    UniqueFd socket_;
    std::string received_;
};

}  // namespace slipway::testing
