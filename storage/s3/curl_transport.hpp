#pragma once

#include "storage/s3/transport.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace slipway::s3 {

/// The settings of all connections to a store.
struct ConnectionSettings {
    std::filesystem::path ca_file{};  // the only trusted certificates; if empty, those of the system
    std::chrono::milliseconds connect_within = std::chrono::seconds(5);
    std::chrono::seconds patience =
        std::chrono::seconds(15);       // after which a connection on which nothing moves is closed
    std::size_t kept_connections = 16;  // idle connections that stay open
};

/// Sends HTTP/1.1 by libcurl. A connection stays open for the next request; requests that overlap have one each. Always
/// verifies certificates. Takes proxies from the usual variables (https_proxy, no_proxy …). Does not follow redirects:
/// a store sends them for a wrong region or endpoint, and a signature is valid for one host only.
class CurlTransport final : public Transport {
public:
    /// Faults: invalid_input (the file of certificates cannot be read), internal (libcurl cannot start).
    static Result<std::unique_ptr<CurlTransport>> create(ConnectionSettings settings);
    ~CurlTransport() override;

    Attempt attempt(const HttpRequest& request, Receiver* receiver) override;

private:
    struct State;
    explicit CurlTransport(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::s3
