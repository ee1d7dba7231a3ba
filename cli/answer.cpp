#include "cli/answer.hpp"

#include "cli/exit_codes.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::cli {
namespace {

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

std::string_view hint_for(int status) {
    return status == 401 ? "; give a valid token: --token-file, SLIPWAY_TOKEN or 'slipway login'" : "";
}

std::string place_of(const JsonValue& error) {
    const auto file = error["file"].text();
    return file.empty() ? error["name"].text() + " " + error["version"].text() : file;
}

/// Returns the detail, preceded by what it is about unless it already begins with that.
std::string line_of(const JsonValue& error) {
    const auto place = place_of(error), detail = error["detail"].text();
    return detail.starts_with(place) ? detail : place + ": " + detail;
}

/// Renders the members of a problem beyond those of RFC 9457, such as the channel that has the other bytes.
std::string remarks_of(const JsonValue& problem) {
    constexpr std::array<std::string_view, 7> shown = {"type",   "title",    "status", "code",
                                                       "detail", "instance", "errors"};
    std::string remarks;
    for (const auto& [name, value] : problem.members())
        if (const auto text = value.text(); std::ranges::find(shown, name) == shown.end() && !text.empty())
            remarks += "\n  " + printable(name + ": " + text);
    return remarks;
}

/// "package-exists: the channel has …", and a line for each of several errors. The detail is that of one of them, such
/// as the first bad file; that file is named once.
std::string message_of(const JsonValue& problem) {
    const auto code = problem["code"].text(), detail = problem["detail"].text();
    auto message = code.empty() ? problem["title"].text() : code;
    const auto errors = problem["errors"].elements();
    const bool is_listed_below =
        std::ranges::any_of(errors, [&](const JsonValue& error) { return error["detail"].text() == detail; });
    if (is_listed_below && errors.size() == 1)
        return printable(message + ": " + line_of(errors.front())) + remarks_of(problem);
    if (!is_listed_below && !detail.empty()) message += ": " + detail;
    message = printable(message);
    for (const auto& error : errors)
        message += "\n  " + printable(place_of(error) + ": " + error["code"].text() + ": " + error["detail"].text());
    return message + remarks_of(problem);
}

}  // namespace

Error error_of(const Outcome& outcome) {
    if (outcome.end != Outcome::End::answered) return Error(client_problem::unreachable, outcome.reason);
    if (outcome.status >= 300 && outcome.status < 400)
        return Error(client_problem::configuration,
                     fmt::format("the server redirects to {}; name that server instead, redirects "
                                 "are not followed",
                                 outcome.location));
    const auto problem = JsonValue::parse(outcome.body);
    auto message = problem.ok() ? message_of(*problem) : std::string();
    if (message.empty()) message = "this is not an answer of a Slipway server";
    return Error(fault_of(outcome.status), fmt::format("{} {}{}", outcome.status, message, hint_for(outcome.status)));
}

}  // namespace slipway::cli
