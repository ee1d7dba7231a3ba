// The one place where an Error becomes an HTTP status.
//
// Faults say what a caller can do, so the table of faults suffices for nearly all errors. A few codes name conditions
// that exist in HTTP only, or for which the interface promises another status than the fault's; they stand in a second
// table. Every error has a body: apt takes a 503 without one for permanent.
#include "server/http/problem.hpp"

#include "base/text.hpp"
#include "server/http/status.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::http {
namespace {

struct FaultStatus {
    Fault fault;
    unsigned status;
};
constexpr std::array<FaultStatus, fault_count> by_fault = {{
    {Fault::invalid_input, 422},
    {Fault::unauthenticated, 401},
    {Fault::forbidden, 403},
    {Fault::not_found, 404},
    {Fault::gone, 410},
    {Fault::conflict, 409},
    {Fault::precondition_failed, 409},  // expectations stand in members, not in If-Match
    {Fault::too_large, 413},
    {Fault::unsupported, 422},
    {Fault::busy, 503},
    {Fault::storage_full, 507},
    {Fault::corrupt, 500},
    {Fault::io, 500},
    {Fault::cancelled, 503},
    {Fault::internal, 500},
}};

constexpr bool is_indexed_by_fault() {
    for (std::size_t i = 0; i < by_fault.size(); ++i)
        if (static_cast<std::size_t>(by_fault[i].fault) != i) return false;
    return true;
}
static_assert(is_indexed_by_fault(), "by_fault lists every fault once, in order");

struct CodeStatus {
    std::string_view code;
    unsigned status;
};
constexpr std::array<CodeStatus, 9> by_code = {{
    {"bad-request", 400},
    {"method-not-allowed", 405},
    {"request-timeout", 408},
    {"length-required", 411},
    {"range-not-satisfiable", 416},
    {"expectation-failed", 417},
    {"header-too-large", 431},
    {"not-implemented", 501},
    {"publication-failed", 503},
}};

bool is_for_operators_only(const Error& error) {
    const bool operators =
        error.fault() == Fault::io || error.fault() == Fault::corrupt || error.fault() == Fault::internal;
    return operators && error.code() == name_of(error.fault());
}

}  // namespace

unsigned status_of(Fault fault) { return by_fault.at(static_cast<std::size_t>(fault)).status; }

unsigned status_of(const Error& error) {
    for (const auto& [code, status] : by_code)
        if (error.code() == code) return status;
    return status_of(error.fault());
}

std::string problem_json(unsigned status, std::string_view code, std::string_view detail, std::string_view members) {
    std::string json = "{\"type\":";
    append_json_string(json, fmt::format("urn:slipway:{}", code));
    json += ",\"title\":";
    append_json_string(json, reason_of(status));
    json += fmt::format(",\"status\":{},\"detail\":", status);
    append_json_string(json, detail);
    return json.append(members).append("}\n");
}

Response problem_response(unsigned status, std::string json) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/problem+json");
    response.headers.add("Cache-Control", "no-store");
    if (status == 401) {
        response.headers.add("WWW-Authenticate", "Basic realm=\"slipway\", charset=\"UTF-8\"");
        response.headers.add("WWW-Authenticate", "Bearer realm=\"slipway\"");
    }
    if (status == 503) response.headers.add("Retry-After", "10");
    response.body = std::move(json);
    return response;
}

Response problem(const Error& error) {
    const auto status = status_of(error);
    const std::string_view detail = is_for_operators_only(error)
                                        ? "The server failed; its log says why. Trying again later may help."
                                        : std::string_view(error.message());
    return problem_response(status, problem_json(status, error.code(), detail));
}

}  // namespace slipway::http
