#pragma once

#include <csignal>

namespace slipway::s3 {

/// Keeps SIGPIPE from this thread while it exists, and takes back one that came. OpenSSL writes to a connection that
/// the other side has closed by write(2), which raises it; in a command that would end the process.
class WithoutSigpipe {
public:
    WithoutSigpipe();
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
    ~WithoutSigpipe();

private:
    sigset_t set_{};
    sigset_t before_{};
};

}  // namespace slipway::s3
