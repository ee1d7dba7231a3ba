#pragma once

#include "base/result.hpp"
#include "server/net/server.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>

namespace slipway::net {

/// Certificate and key of the server: TLS 1.2 and 1.3. Thread-safe.
class Tls {
public:
    /// Faults: invalid_input, naming the file.
    static Result<std::unique_ptr<Tls>> load(const TlsFiles& files);

    /// For a new connection; later reloads do not change it.
    std::shared_ptr<boost::asio::ssl::context> context() const;
    /// Reads the files again. Until that succeeds the old certificate stays in use. Faults: as `load`.
    Result<> reload();

private:
    explicit Tls(TlsFiles files) : files_(std::move(files)) {}

    const TlsFiles files_;
    mutable std::mutex mutex_;  // guards context_
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace slipway::net
