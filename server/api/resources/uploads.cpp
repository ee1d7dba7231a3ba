#include "server/api/resources/operations.hpp"
#include "server/api/resources/package_schemas.hpp"
#include "server/api/routing/schemas.hpp"
#include "server/api/routing/serving.hpp"

namespace slipway::api {
namespace {

constexpr std::array upload_members = {
    required("channel", a_name()),
    required("revision", an_integer()),
    required("packages", a_list_of(package_schema)),
    nodes_member,
};
constexpr Schema upload_schema = an_answer("Upload", upload_members);

constexpr Few<Parameter, 7> target_parameters = {
    {"distro", a_text("Target distros, separated by commas. Absent: the default distro of the file's format.")},
    {"component", a_text("Target component of deb distros. Absent: the distro's first.")},
};
constexpr Few<Answer, 2> upload_answers = {
    {200, "All of it is in the channel already", &upload_schema},
    {201, "A revision that contains the packages is durable and served", &upload_schema},
};
constexpr Few<GivenProblem, 20> upload_problems = {
    "channel-protected"_problem,    "unknown-distro"_problem,         "package-exists"_problem,
    {"purged"_problem, 409},        "channel-limit"_problem,          "ephemeral-base"_problem,
    "invalid-package"_problem,      "expands-too-far"_problem,        "unsupported-format"_problem,
    "wrong-format"_problem,         "ambiguous-distro"_problem,       "unknown-component"_problem,
    "unknown-architecture"_problem, "too-many-architectures"_problem, "digest-mismatch"_problem,
    "invalid-digest"_problem,       "invalid-provenance"_problem,     "no-files"_problem,
    "invalid-name"_problem,         "invalid-field"_problem,
};

constexpr std::array upload_table = {
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages/{package}",
        .access = Access::upload,
        .id = "putPackage",
        .tag = "packages",
        .summary = "Upload one package under its file name",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages",
        .access = Access::upload,
        .id = "putPackageCollection",
        .tag = "packages",
        .summary = "Upload one package",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages",
        .access = Access::upload,
        .id = "postPackages",
        .tag = "packages",
        .summary = "Upload one package, or a form of many",
        .description = "A form is all or nothing, in one revision.",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
};

}  // namespace

std::span<const Operation> upload_operations() { return upload_table; }

}  // namespace slipway::api
