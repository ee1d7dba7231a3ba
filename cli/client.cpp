#include "cli/client.hpp"

#include "base/clock.hpp"
#include "base/percent_encoding.hpp"
#include "cli/answer.hpp"
#include "cli/pages.hpp"
#include "cli/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace slipway::cli {
namespace {

constexpr std::size_t largest_page = 1000;

bool is_success(const Outcome& outcome) {
    return outcome.end == Outcome::End::answered && outcome.status >= 200 && outcome.status < 300;
}

/// If the connection broke, it is not known whether a request that may not be repeated was carried out.
Error final_error(const Outcome& outcome, Repeat repeat) {
    auto error = error_of(outcome);
    if (outcome.end == Outcome::End::interrupted && repeat == Repeat::harmful)
        return std::move(error).during("it is not known whether this was carried out; check before you repeat it");
    return error;
}

Result<Answer> understood(Outcome&& outcome, Content content) {
    Answer answer{outcome.status, std::move(outcome.body)};
    if (answer.body.empty() || content == Content::text) return answer;
    auto json = JsonValue::parse(answer.body);
    if (!json.ok())
        return Error(Fault::internal, "the server's answer cannot be understood: " + json.error().message());
    answer.json = std::move(json).release();
    return answer;
}

}  // namespace

Result<Answer> Client::send(const Request& request, Progress* progress) {
    std::minstd_rand generator(std::random_device{}());
    for (unsigned attempt = 1;; ++attempt) {
        auto outcome = transport_.send(request, progress);
        if (progress != nullptr) progress->wipe();
        if (is_success(outcome)) return understood(std::move(outcome), request.answer);
        refusal_ = outcome.end == Outcome::End::answered ? outcome.body : std::string();
        auto error = final_error(outcome, request.repeat);
        if (attempt > patience_.retries || !is_worth_repeating(outcome, request.repeat)) return error;
        const double jitter = std::uniform_real_distribution<double>(0, 1)(generator);
        const auto pause = pause_before(attempt, outcome, SystemClock().now(), jitter);
        patience_.notice(fmt::format("{}; trying again in {:.1f} s ({} of {})", error.message(),
                                     std::chrono::duration<double>(pause).count(), attempt, patience_.retries));
        patience_.pause(pause);
    }
}

Result<Answer> Client::get(std::string target) {
    Request request;
    request.target = std::move(target);
    return send(request);
}

Result<Answer> Client::change(std::string target, const Json& settings, const Json& besides) {
    Request request;
    request.method = Method::patch;
    request.target = std::move(target);
    request.body = settings.text();
    auto changed = send(request);
    const bool is_there = changed.ok() || (changed.error().fault() != Fault::not_found &&  // nor did it expire
                                           changed.error().fault() != Fault::gone);
    if (is_there) return changed;
    request.method = Method::put;
    request.body = Json(settings).add_members(besides).text();
    return send(request);
}

Result<Answer> Client::get_pages(const std::string& target, std::size_t limit) {
    JoinedPages joined;
    std::string next;
    do {
        auto page = target;
        const auto wanted = limit == 0 ? largest_page : std::min(limit - joined.size(), largest_page);
        add_query(page, "limit", std::to_string(wanted));
        add_query(page, "cursor", next);
        const auto answer = TRY(get(std::move(page)));
        joined.add(answer.json);
        next = answer.json["next"].text();
    } while (!next.empty() && (limit == 0 || joined.size() < limit));
    auto body = joined.render();
    auto json = TRY(JsonValue::parse(body));
    return Answer{200, std::move(body), std::move(json)};
}

std::string encoded(std::string_view segment) { return percent_encode(segment); }

std::string api_path(std::initializer_list<std::string_view> segments) {
    std::string path = "/api/v1";
    for (const auto segment : segments) path += "/" + encoded(segment);
    return path;
}

void add_query(std::string& target, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    target += target.find('?') == target.npos ? '?' : '&';
    target.append(name).append("=").append(percent_encode(value));
}

}  // namespace slipway::cli
