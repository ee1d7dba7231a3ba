#pragma once

#include "base/result.hpp"
#include "cli/settings.hpp"
#include "cli/transport.hpp"

#include <chrono>
#include <memory>

namespace slipway::cli {

/// HTTP/1.1 by libcurl: certificates checked against those of the system, or against one file alone; redirects are not
/// followed, so that a token reaches only the server it was meant for; proxies by the usual variables (https_proxy …).
/// A file that is fetched may be redirected, as from the server to its cache: its bytes are known by their digest, and
/// the token stays behind. One thread at a time.
class CurlTransport final : public Transport {
public:
    /// `patience`: how long nothing may move before a connection is given up. Faults: internal when libcurl cannot
    /// start.
    static Result<std::unique_ptr<CurlTransport>> create(Settings settings, std::chrono::seconds patience);
    ~CurlTransport() override;

    Outcome send(const Request& request, Progress* progress) override;

private:
    struct State;
    explicit CurlTransport(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A way to that server. Faults: as `CurlTransport::create`.
Result<std::unique_ptr<Transport>> connect_by_curl(const Settings& settings, std::chrono::seconds patience);

}  // namespace slipway::cli
