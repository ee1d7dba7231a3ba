#pragma once

#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/access/tokens.hpp"

namespace slipway::server {

/// Reads the tokens again once a second, on a thread of its own, because other processes make and revoke tokens, too
/// (`slipwayd token`).
class TokenReader {
public:
    /// Both outlive it.
    TokenReader(publishing::TokenBook& tokens, const Log& log);

private:
    void run();
    void read();

    publishing::TokenBook& tokens_;
    const Log& log_;
    const JobGuard guard_;
    bool failed_ = false;  // the last time
    WorkLoop loop_;
};

}  // namespace slipway::server
