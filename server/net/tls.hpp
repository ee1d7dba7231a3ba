#pragma once

#include "base/result.hpp"
#include "server/net/server.hpp"

#include <memory>
#include <mutex>

struct ssl_st;      // OpenSSL's SSL
struct ssl_ctx_st;  // and SSL_CTX

namespace slipway::net {

struct TlsSessionEnd {
    void operator()(ssl_st* session) const;
};
/// The TLS of one connection.
using TlsSession = std::unique_ptr<ssl_st, TlsSessionEnd>;

/// Certificate and key of the server: TLS 1.2 and 1.3. Thread-safe.
class Tls {
public:
    /// Faults: invalid_input, naming the file.
    static Result<std::unique_ptr<Tls>> load(const TlsFiles& files);

    /// Returns the TLS of a new connection, which later reloads do not change, or null if there is no memory.
    TlsSession open_session() const;
    /// Reads the files again. Until that succeeds the old certificate stays in use. Faults: as `load`.
    Result<> reload();

private:
    explicit Tls(TlsFiles files) : files_(std::move(files)) {}

    const TlsFiles files_;
    mutable std::mutex mutex_;  // guards context_
    std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace slipway::net
