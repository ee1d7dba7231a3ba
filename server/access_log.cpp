#include "server/access_log.hpp"

#include "server/http/credentials.hpp"

#include <fmt/format.h>

#include <utility>

namespace slipway::server {
namespace {

constexpr std::size_t longest_path = 500;
constexpr const char* event = "request";

/// Without the query: it may hold what does not belong into a log.
std::string path_of(const std::string& target) { return target.substr(0, target.find('?')).substr(0, longest_path); }

bool only_reads(http::Method method) {
    return method == http::Method::get || method == http::Method::head || method == http::Method::options;
}

}  // namespace

AccessLog::AccessLog(AccessLines which, publishing::TokenBook& tokens, const Log& log)
    : which_(which), tokens_(tokens), log_(log), noise_(log), loop_("access-log", JobGuard(log), 1, [this](unsigned) {
          run();
      }) {}

bool AccessLog::is_wanted(const http::Request& request, const http::Answered& answered) const {
    if (which_ == AccessLines::all) return true;
    return which_ == AccessLines::on && (answered.refusal != nullptr || !only_reads(request.method));
}

void AccessLog::record(const http::Request& request, const http::Answered& answered) {
    if (!is_wanted(request, answered)) return;
    Line line{request.id,
              std::string(http::name_of(request.method)),
              path_of(request.target),
              request.address,
              http::token_of(request.headers),
              answered};
    const auto lock = loop_.lock();
    if (waiting_.size() == most_waiting) {
        ++left_out_;
        return;
    }
    waiting_.push_back(std::move(line));
    if (waiting_.size() == 1) loop_.wake_one();
}

std::size_t AccessLog::waiting() {
    const auto lock = loop_.lock();
    return waiting_.size();
}

void AccessLog::run() {
    auto lock = loop_.lock();
    while (loop_.wait(lock, [this] { return !waiting_.empty(); })) {
        const auto lines = std::exchange(waiting_, {});
        const auto left_out = std::exchange(left_out_, 0);
        lock.unlock();
        for (const auto& line : lines) write(line);
        if (left_out > 0) log_.warning("lines left out", {{"of", event}, {"count", std::to_string(left_out)}});
        lock.lock();
    }
}

void AccessLog::write(const Line& line) {
    const auto token = line.secret ? tokens_.name_of(*line.secret) : std::nullopt;
    const auto& answered = line.answered;
    std::vector<LogField> fields = {
        {"request", line.request},
        {"method", line.method},
        {"path", line.path},
        {"status", std::to_string(answered.status)},
        {"bytes", std::to_string(answered.bytes)},
        {"seconds", fmt::format("{:.6f}", static_cast<double>(answered.microseconds) / 1e6)},
        {"address", line.address}};
    if (token) fields.push_back({"token", *token});
    if (answered.refusal) {
        fields.push_back({"code", answered.refusal->code});
        fields.push_back({"detail", answered.refusal->detail});
    }
    if (which_ == AccessLines::on && answered.refusal && !token)
        noise_.info(event, fields);
    else
        log_.info(event, fields);
}

}  // namespace slipway::server
