#pragma once

#include "storage/s3/transport.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace slipway::s3 {

/// What every connection to a store has in common.
struct ConnectionSettings {
    std::filesystem::path ca_file{};  // the only certificates that are trusted; empty: those of the system
    std::chrono::milliseconds connect_within = std::chrono::seconds(5);
    std::chrono::seconds patience = std::chrono::seconds(15);  // with a connection on which nothing moves
    std::size_t kept_connections = 16;                         // open while nobody uses them
};

/// HTTP/1.1 by libcurl. A connection stays open for the next request; requests that overlap have one each. Certificates
/// are always checked, proxies come from the usual variables (https_proxy, no_proxy …), redirects are not followed: a
/// store answers them for a wrong region or endpoint, and what was signed for one host says nothing to another.
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
