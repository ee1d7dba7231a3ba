#pragma once

#include "server/net/server.hpp"
#include "tests/support/comes_true.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::testing {

/// A log that keeps its lines.
class QuietLog final : public Log {
public:
    QuietLog() : Log(LogFormat::logfmt) {}
    std::string text() const;

private:
    void write_line(std::string_view line) const override;
    mutable std::mutex mutex_;
    mutable std::string text_;
};

/// An application of a few paths: "/fast…" answers at once with its target, everything else in the disk pool, by the
/// functions a test puts in. Bodies go the way `plan` says.
class FakeHandler final : public http::Handler {
public:
    std::optional<http::Response> answer_at_once(const http::Request& request) override;
    std::variant<http::Placement, http::Response> place(const http::Request& request) override;
    http::BodyPlan plan_body(const http::Request& request) override;
    http::Reply handle(const http::Request& request, std::string body) override;
    http::Response refuse(const http::Request& request, const Error& error) override;
    void answered(const http::Request& request, const http::Answered& answered) override;

    std::map<std::string, std::function<http::Response(const http::Request&)>> fast;  // by target
    std::function<http::Reply(const http::Request&, const std::string&)> slow;
    std::function<http::BodyPlan(const http::Request&)> plan;
    std::function<std::variant<http::Placement, http::Response>(const http::Request&)> where;
    std::atomic<unsigned> answers{0};
};

/// What became of a sink.
struct Upload {
    std::size_t size() {
        const std::lock_guard lock(mutex);
        return bytes.size();
    }

    std::mutex mutex;
    std::string bytes;
    std::size_t largest_piece = 0;
    std::atomic<bool> finished{false};
    std::atomic<bool> destroyed{false};
};

/// Collects into `upload`; `append` fails with storage_full once more than `space` bytes came.
std::unique_ptr<http::BodySink> a_sink(const std::shared_ptr<Upload>& upload, std::size_t space = SIZE_MAX,
                                       std::shared_ptr<http::Sender> sender = nullptr);

http::Response text_response(std::string text, unsigned status = 200);

/// A server on a free port of the loopback with a FakeHandler. Change options before `start`.
struct TestServer {
    TestServer();
    ~TestServer();
    void start();
    const std::string& address() const { return address_; }

    FakeHandler handler;
    QuietLog log;
    net::ServerOptions options;
    std::unique_ptr<net::Server> server;

private:
    std::string address_;
};

}  // namespace slipway::testing
