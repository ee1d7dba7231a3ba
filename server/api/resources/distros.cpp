#include "publishing/planning/delete_distro_change.hpp"
#include "publishing/planning/put_distro_change.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/resources/settings_answers.hpp"
#include "server/api/resources/settings_body.hpp"
#include "server/api/resources/settings_schemas.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

Represent represent_distro(const std::string& name) {
    return [name](const publishing::RepositoryState& state) -> std::optional<Json> {
        const auto* distro = state.find_distro(name);
        return distro == nullptr ? std::nullopt : std::optional(distro_json(*distro));
    };
}

Result<http::Reply> set_distro(Services& services, const Call& call, BodyIs is) {
    TRY(call.repository());
    const auto& repository = call.repository_name();
    const auto& name = call.parameter("distro");
    auto put = TRY(parse_distro(call.body, is, name));
    return change_resource(services, call, is, std::move(put), represent_distro(name),
                           {"repositories", repository, "distros", name},
                           [&publisher = services.parts.publisher, repository](auto actor, auto wanted, auto done) {
                               publisher.carry_out<publishing::PutDistroChange>(repository, std::move(actor),
                                                                                std::move(wanted), std::move(done));
                           });
}

Result<ListPage> list_distros(Services&, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    auto distros = repository->state.settings.distros;
    std::ranges::sort(distros, {}, &publishing::DistroRow::name);
    return page_of(
        "distros", distros, wanted.limit,
        [&](const auto& distro) { return !wanted.cursor || distro.name > *wanted.cursor; },
        [](const auto& distro) { return distro.name; }, distro_json);
}

Result<http::Reply> get_distro(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("distro");
    const auto* distro = repository->state.find_distro(name);
    if (distro == nullptr) return publishing::no_distro(repository->state, name);
    return answer_resource(call, distro_json(*distro));
}

Result<http::Reply> put_distro(Services& services, const Call& call) {
    return set_distro(services, call, BodyIs::whole);
}

Result<http::Reply> patch_distro(Services& services, const Call& call) {
    return set_distro(services, call, BodyIs::patch);
}

Result<http::Reply> delete_distro(Services& services, const Call& call) {
    TRY(call.repository());
    const auto force = call.force();
    const auto& name = call.parameter("distro");
    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repository = call.repository_name(), name, force,
                  expected = expectation_of(call, represent_distro(name))](auto done) {
        publisher.carry_out<publishing::DeleteDistroChange>(
            repository, actor, publishing::DeleteDistroChange::Wanted{name, force, expected}, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

constexpr std::array distro_page_members = {required("distros", a_list_of(distro_schema)), next_page};
constexpr Schema distro_page = an_answer("", distro_page_members);

constexpr std::array distro_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/distros",
        .access = Access::read,
        .id = "listDistros",
        .tag = "distros",
        .summary = "A repository's distros",
        .list = list_distros,
        .answers = {{200, "By name", &distro_page}},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/distros/{distro}",
        .access = Access::read,
        .id = "getDistro",
        .tag = "distros",
        .summary = "One distro",
        .handle = get_distro,
        .answers = {{200, "The distro", &distro_schema}},
        .tagged = true,
    },
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/distros/{distro}",
        .access = Access::administer,
        .id = "putDistro",
        .tag = "distros",
        .summary = "Create a distro or declare its settings",
        .description = "The whole declaration: absent members and `null` have their defaults; lists are exact: what is "
                       "not in them is removed where no channel has a package in it, else 409 `not-empty` names one. "
                       "`format` is given once.",
        .handle = put_distro,
        .use = BodyUse::json,
        .body = &distro_settings_schema,
        .answers = {{200, "Updated", &distro_schema}, {201, "Created", &distro_schema}},
        .problems = {"immutable"_problem, "not-empty"_problem, "invalid-name"_problem, "unknown-architecture"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::patch,
        .path = "/api/v1/repositories/{repo}/distros/{distro}",
        .access = Access::administer,
        .id = "patchDistro",
        .tag = "distros",
        .summary = "Change settings of a distro",
        .handle = patch_distro,
        .use = BodyUse::json,
        .body = &distro_settings_schema,
        .answers = {{200, "Updated", &distro_schema}},
        .problems = {"immutable"_problem, "not-empty"_problem, "invalid-name"_problem, "unknown-architecture"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/repositories/{repo}/distros/{distro}",
        .access = Access::administer,
        .id = "deleteDistro",
        .tag = "distros",
        .summary = "Delete a distro",
        .description = "With all that it has; 409 `not-empty` while a channel has a package in it, `pinned` while a "
                       "pinned revision has, unless forced.",
        .handle = delete_distro,
        .query = {force_parameter},
        .answers = {{204, "Deleted"}},
        .problems = {"not-empty"_problem, "pinned"_problem},
        .tagged = true,
    },
};

}  // namespace

std::span<const Operation> distro_operations() { return distro_table; }

}  // namespace slipway::api
