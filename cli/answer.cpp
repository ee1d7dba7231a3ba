#include "cli/answer.hpp"

#include "cli/exit_codes.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

namespace slipway::cli {
namespace {

constexpr std::string_view type_prefix = "urn:slipway:";

Fault fault_of(int status) {
    switch (status) {
        case 400:
        case 422: return Fault::invalid_input;
        case 401: return Fault::unauthenticated;
        case 403: return Fault::forbidden;
        case 404: return Fault::not_found;
        case 409: return Fault::conflict;
        case 410: return Fault::gone;
        case 412: return Fault::precondition_failed;
        case 413: return Fault::too_large;
        case 429:
        case 502:
        case 503:
        case 504: return Fault::busy;
        case 507: return Fault::storage_full;
        default: return status < 500 ? Fault::unsupported : Fault::internal;
    }
}

std::string hint_for(int status, std::string_view message) {
    if (message.find("?force=true") != message.npos) return "; here: --force";
    if (status == 401) return "; give a valid token: --token-file, SLIPWAY_TOKEN or 'slipway login'";
    return {};
}

/// "package-exists: the channel has …" and a line for each of the errors in it.
std::string message_of(const JsonValue& problem) {
    const auto type = problem["type"].text();
    auto message = type.starts_with(type_prefix) ? type.substr(type_prefix.size()) : problem["title"].text();
    if (const auto detail = problem["detail"].text(); !detail.empty()) message += ": " + detail;
    message = printable(message);
    for (const auto& error : problem["errors"].elements()) {
        const auto file = error["file"].text();
        const auto place = file.empty() ? error["name"].text() + " " + error["version"].text() : file;
        message += "\n  " + printable(place + ": " + error["code"].text() + ": " + error["detail"].text());
    }
    return message;
}

}  // namespace

Error error_of(const Outcome& outcome) {
    if (outcome.end != Outcome::End::answered)
        return Error(Fault::cancelled, outcome.reason).as(error_code::unreachable);
    if (outcome.status >= 300 && outcome.status < 400)
        return Error(Fault::unsupported, fmt::format("the server redirects to {}; name that server instead, redirects "
                                                     "are not followed",
                                                     outcome.location))
            .as(error_code::configuration);
    const auto problem = JsonValue::parse(outcome.body);
    auto message = problem.ok() ? message_of(*problem) : std::string();
    if (message.empty()) message = "this is no answer of a Slipway server";
    return Error(fault_of(outcome.status),
                 fmt::format("{} {}{}", outcome.status, message, hint_for(outcome.status, message)));
}

}  // namespace slipway::cli
