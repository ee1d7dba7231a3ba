#pragma once

#include "base/result.hpp"
#include "cli/settings.hpp"
#include "cli/transport.hpp"

#include <chrono>
#include <memory>

namespace slipway::cli {

/// HTTP/1.1 by libcurl. It checks certificates against those of the system, or only against one file. It does not
/// follow redirects, so that a token reaches only the server for which it was meant. The usual variables name proxies
/// (https_proxy …). Downloads of files may be redirected, for example to a cache, because the digest verifies the bytes
/// and the token is not sent there. One thread at a time.
class CurlTransport final : public Transport {
public:
    /// `patience`: how long a connection may make no progress before it is given up. Faults: internal when libcurl
    /// cannot start.
    static Result<std::unique_ptr<CurlTransport>> create(Settings settings, std::chrono::seconds patience);
    ~CurlTransport() override;

    Outcome send(const Request& request, Progress* progress) override;

private:
    struct State;
    explicit CurlTransport(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Connects to that server. Faults: as `CurlTransport::create`.
Result<std::unique_ptr<Transport>> connect_by_curl(const Settings& settings, std::chrono::seconds patience);

}  // namespace slipway::cli
