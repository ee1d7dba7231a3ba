#include "cli/request_head.hpp"

#include "base/version.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

constexpr std::uint64_t worth_asking_first = 1024 * 1024;

}  // namespace

std::string url_of(const Settings& settings, const Request& request) {
    return request.url.empty() ? settings.server + request.target : request.url;
}

std::uint64_t body_size_of(const Request& request) {
    std::uint64_t size = request.body.size();
    for (const auto& file : request.files) size += file.size;
    return size;
}

std::vector<std::string> fields_of(const Settings& settings, const Request& request) {
    std::vector<std::string> fields = {fmt::format("User-Agent: slipway/{}", version())};
    if (request.sink == nullptr) fields.emplace_back("Accept: application/json, application/problem+json");
    const bool is_own = request.url.empty() || request.url.starts_with(settings.server + "/");
    if (is_own && !settings.token.empty()) fields.push_back("Authorization: Bearer " + settings.token);
    if (!request.body.empty()) fields.emplace_back("Content-Type: application/json");
    fields.emplace_back(body_size_of(request) >= worth_asking_first ? "Expect: 100-continue" : "Expect:");
    for (const auto& [name, value] : request.headers) fields.push_back(name + ": " + value);
    return fields;
}

}  // namespace slipway::cli
