#include "tests/server/net/fake_handler.hpp"

#include "server/http/problem.hpp"
#include "tests/support/must.hpp"

#include <chrono>
#include <thread>

namespace slipway::testing {
namespace {

class CollectingSink final : public http::BodySink {
public:
    CollectingSink(std::shared_ptr<Upload> upload, std::size_t space) : upload_(std::move(upload)), space_(space) {}
    CollectingSink(const CollectingSink&) = delete;
    CollectingSink& operator=(const CollectingSink&) = delete;
    ~CollectingSink() override { upload_->destroyed = true; }

    Result<> append(std::string_view bytes) override {
        const std::lock_guard lock(upload_->mutex);
        upload_->bytes += bytes;
        upload_->largest_piece = std::max(upload_->largest_piece, bytes.size());
        if (upload_->bytes.size() > space_) return Error(Fault::storage_full, "the disk is full");
        return {};
    }
    http::Reply finish() override {
        upload_->finished = true;
        return text_response("stored", 201);
    }

private:
    std::shared_ptr<Upload> upload_;
    std::size_t space_;
};

}  // namespace

std::string QuietLog::text() const {
    const std::lock_guard lock(mutex_);
    return text_;
}

void QuietLog::write_line(std::string_view line) const {
    const std::lock_guard lock(mutex_);
    text_ += line;
}

std::unique_ptr<http::BodySink> a_sink(const std::shared_ptr<Upload>& upload, std::size_t space) {
    return std::make_unique<CollectingSink>(upload, space);
}

http::Response text_response(std::string text, unsigned status) {
    http::Response response;
    response.status = status;
    response.body = std::move(text);
    return response;
}

bool comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!condition() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return condition();
}

std::optional<http::Response> FakeHandler::answer_at_once(const http::Request& request) {
    const auto found = fast.find(request.target);
    if (found != fast.end()) return found->second(request);
    if (request.target.starts_with("/fast")) return text_response(request.target);
    return std::nullopt;
}

http::BodyPlan FakeHandler::plan_body(const http::Request& request) {
    if (plan) return plan(request);
    return http::CollectBody{1024};
}

http::Reply FakeHandler::handle(const http::Request& request, std::string body) {
    if (slow) return slow(request, body);
    return text_response(request.target + "|" + body);
}

http::Response FakeHandler::refuse(const http::Request&, const Error& error) { return http::problem(error); }

void FakeHandler::answered(const http::Request&, unsigned, std::uint64_t, std::uint64_t) { ++answers; }

TestServer::TestServer() {
    options.listen = {"127.0.0.1:0"};
    options.io_threads = 2;
    options.disk_threads = 2;
}

TestServer::~TestServer() {
    if (server) server->stop(std::chrono::seconds(1));
}

void TestServer::start() {
    server = MUST(net::Server::start(options, handler, log));
    address_ = server->addresses().front();
}

}  // namespace slipway::testing
