#include "tests/server/net/fake_handler.hpp"

#include "server/http/problem.hpp"
#include "server/http/sender.hpp"
#include "tests/support/must.hpp"

#include <chrono>

namespace slipway::testing {
namespace {

class CollectingSink final : public http::BodySink {
public:
    CollectingSink(std::shared_ptr<Upload> upload, std::size_t space, std::shared_ptr<http::Sender> sender)
        : upload_(std::move(upload)), space_(space), sender_(std::move(sender)) {}
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
    std::shared_ptr<http::Sender> sender() const override { return sender_; }

private:
    std::shared_ptr<Upload> upload_;
    std::size_t space_;
    std::shared_ptr<http::Sender> sender_;
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

std::unique_ptr<http::BodySink> a_sink(const std::shared_ptr<Upload>& upload, std::size_t space,
                                       std::shared_ptr<http::Sender> sender) {
    return std::make_unique<CollectingSink>(upload, space, std::move(sender));
}

http::Response text_response(std::string text, unsigned status) {
    http::Response response;
    response.status = status;
    response.body = std::move(text);
    return response;
}

std::optional<http::Response> FakeHandler::answer_at_once(const http::Request& request) {
    const auto found = fast.find(request.target);
    if (found != fast.end()) return found->second(request);
    if (request.target.starts_with("/fast")) return text_response(request.target);
    return std::nullopt;
}

std::variant<http::Placement, http::Response> FakeHandler::place(const http::Request& request) {
    if (where) return where(request);
    return http::Placement{};
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

void FakeHandler::answered(const http::Request&, const http::Answered&) { ++answers; }

TestServer::TestServer() {
    options.listen = {"127.0.0.1:0"};
    options.io_threads = 2;
    for (auto& lane : options.lanes.lanes) lane.threads = 2;
}

TestServer::~TestServer() {
    if (server) server->stop(std::chrono::seconds(1));
}

void TestServer::start() {
    server = MUST(net::Server::start(options, handler, log));
    address_ = server->addresses().front();
}

}  // namespace slipway::testing
