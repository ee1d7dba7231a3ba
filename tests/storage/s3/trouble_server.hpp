#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace slipway::s3 {

/// What is sent for one request.
struct Reply {
    enum class Then : unsigned char { keep_open, close, reset };

    std::string bytes;
    Then then = Then::keep_open;
    std::chrono::milliseconds before{};  // how long the server says nothing
    bool reads_body = true;              // else it answers the head alone
};

/// An answer with its length.
Reply a_reply(int status, const std::string& body = "", const std::string& more_fields = "");

/// An HTTP server on loopback that does what it is told, right or wrong, one connection and request after the other. It
/// makes trouble; it knows nothing of S3 and judges nothing.
class TroubleServer {
public:
    explicit TroubleServer(std::deque<Reply> replies);
    TroubleServer(const TroubleServer&) = delete;
    TroubleServer& operator=(const TroubleServer&) = delete;
    ~TroubleServer();

    std::string origin() const;
    unsigned connections() const;
    /// Heads and bodies, as they came.
    std::vector<std::string> requests() const;

private:
    void serve();
    void serve_connection(int connection);
    bool wait(std::chrono::milliseconds length);

    int listener_ = -1;
    unsigned short port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable stopping_;
    bool is_stopping_ = false;  // guarded by `mutex_`, as are:
    std::deque<Reply> replies_;
    std::vector<std::string> requests_{};
    unsigned connections_ = 0;
    std::thread thread_;
};

}  // namespace slipway::s3
