#include "base/version.hpp"
#include "repo-format/formats/package_format.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/openapi.hpp"
#include "server/api/uploads/upload_space.hpp"

namespace slipway::api {
namespace {

http::Response text_response(unsigned status, std::string text, std::string_view type = "text/plain; charset=utf-8") {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

Error not_ready(std::string why) { return Error("not-ready"_problem, std::move(why)); }

/// Faults: busy "not-ready", saying what keeps uploads from working.
Result<> check_uploads(const Services& services) {
    const auto& parts = services.parts;
    if (TRY(is_short_of_space(parts.ingest, parts.limits.disk_reserve)))
        return not_ready("the disk reserve is touched: uploads are refused");
    if (parts.publisher.counters().last_publication_failed)
        return not_ready("the last publication failed; the log says why");
    return {};
}

Result<http::Reply> get_health(Services&, const Call&) { return text_response(200, "ok\n"); }

Result<http::Reply> get_readiness(Services& services, const Call& call) {
    if (services.finishing) return not_ready("the server finishes what is under way and stops");
    const auto& why_not_current = services.parts.nodes.why_not_current;
    if (const auto why = why_not_current ? why_not_current() : std::nullopt) return not_ready(*why);
    if (call.query("for")) TRY(check_uploads(services));
    return text_response(200, "ok\n");
}

Result<http::Reply> get_metrics(Services& services, const Call&) {
    return text_response(200, services.parts.metrics(), "text/plain; version=0.0.4; charset=utf-8");
}

Result<http::Reply> get_version(Services&, const Call&) {
    std::vector<std::string> names;
    for (const auto* format : formats::all()) names.emplace_back(format->name());
    return json_response(200, Json::object({{"version", version()}, {"api", "v1"}, {"formats", names}}));
}

Result<http::Reply> get_openapi(Services& services, const Call&) {
    auto& openapi = services.openapi;
    std::call_once(openapi.rendered,
                   [&] { openapi.text = openapi_document(all_operations(), services.mount.path()).text() + "\n"; });
    return text_response(200, openapi.text, "application/json");
}

constexpr Schema document_schema = an_answer("", {});
constexpr std::array version_members = {
    required("version", a_text()),
    required("api", one_of("v1")),
    required("formats", texts()),
};
constexpr Schema version_schema = an_answer("", version_members);

constexpr std::array health_table = {
    Operation{
        .path = "/healthz",
        .id = "getHealth",
        .tag = "health",
        .summary = "Whether the process answers",
        .handle = get_health,
        .answers = {{.status = 200, .description = "`ok`", .text = "text/plain"}},
        .at_once = true,
    },
    Operation{
        .path = "/readyz",
        .id = "getReadiness",
        .tag = "health",
        .summary = "Whether published files can be served",
        .handle = get_readiness,
        .query = {{"for", one_of("uploads", "Also whether uploads would be accepted."), "can only be 'uploads'"}},
        .answers = {{.status = 200, .description = "`ok`", .text = "text/plain"}},
        .problems = {"not-ready"_problem},
        .work = http::Work::operation,
        .at_once = true,
    },
    Operation{
        .path = "/metrics",
        .id = "getMetrics",
        .tag = "health",
        .summary = "Prometheus text",
        .handle = get_metrics,
        .answers = {{.status = 200, .description = "Metrics", .text = "text/plain"}},
        .work = http::Work::operation,
    },
    Operation{
        .path = "/api/v1/openapi.json",
        .id = "getOpenapi",
        .tag = "health",
        .summary = "This document",
        .handle = get_openapi,
        .answers = {{200, "OpenAPI 3.1", &document_schema}},
    },
    Operation{
        .path = "/api/v1/version",
        .id = "getVersion",
        .tag = "health",
        .summary = "Which program answers",
        .handle = get_version,
        .answers = {{200, "The version", &version_schema}},
    },
};

}  // namespace

std::span<const Operation> health_operations() { return health_table; }

}  // namespace slipway::api
