#pragma once

#include "base/bounded_log.hpp"
#include "base/log.hpp"
#include "base/work_loop.hpp"
#include "publishing/access/tokens.hpp"
#include "server/config.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::server {

/// Writes one line for each request that `which` selects. A thread of its own writes them, so that no request waits for
/// the reader of the log. If the reader falls behind, lines are left out and counted. Lines about refused requests
/// without a known token are bounded like all lines that anonymous clients cause (BoundedLog), unless all requests are
/// selected. Thread-safe.
class AccessLog {
public:
    static constexpr std::size_t most_waiting = 8192;  // lines

    /// `tokens` and `log` must outlive it.
    AccessLog(AccessLines which, publishing::TokenBook& tokens, const Log& log);
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;
    /// Writes the lines that still wait.
    ~AccessLog() = default;

    /// Does not block.
    void record(const http::Request& request, const http::Answered& answered);
    /// Returns how many lines wait to be written.
    std::size_t waiting();
    /// As BoundedLog's.
    void write_counts() { noise_.write_counts(); }

private:
    struct Line {
        std::string request, method, path, address;
        std::optional<std::string> secret;
        http::Answered answered;
    };
    bool is_wanted(const http::Request& request, const http::Answered& answered) const;
    void run();
    void write(const Line& line);

    const AccessLines which_;
    publishing::TokenBook& tokens_;
    const Log& log_;
    BoundedLog noise_;
    std::vector<Line> waiting_;  // guarded by the loop's mutex, as is:
    std::uint64_t left_out_ = 0;
    WorkLoop loop_;
};

}  // namespace slipway::server
