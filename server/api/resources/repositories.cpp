#include "publishing/model/names.hpp"
#include "publishing/planning/delete_repository_change.hpp"
#include "publishing/planning/put_repository_change.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/resources/settings_answers.hpp"
#include "server/api/resources/settings_body.hpp"
#include "server/api/resources/settings_schemas.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

using publishing::NameOf;

std::optional<Json> represent_repository(const publishing::RepositoryState& state) {
    return state.settings.id == 0 ? std::nullopt : std::optional(repository_json(state));
}

Result<http::Reply> set_repository(Services& services, const Call& call, BodyIs is) {
    const auto& name = call.repository_name();
    TRY(publishing::check_name(NameOf::repository, name));
    auto put = TRY(parse_repository(call.body, is, name));
    return change_resource(services, call, is, std::move(put), represent_repository, {"repositories", name},
                           [&publisher = services.parts.publisher, name](auto actor, auto wanted, auto done) {
                               publisher.carry_out<publishing::PutRepositoryChange>(name, std::move(actor),
                                                                                    std::move(wanted), std::move(done));
                           });
}

Result<ListPage> list_repositories(Services&, const Call& call, const PageWanted& wanted) {
    return page_of(
        "repositories", call.tree->repositories, wanted.limit,
        [&](const auto& row) { return !wanted.cursor || row.first > *wanted.cursor; },
        [](const auto& row) { return row.first; }, [](const auto& row) { return repository_json(row.second->state); });
}

Result<http::Reply> get_repository(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    return answer_resource(call, repository_json(repository->state));
}

Result<http::Reply> put_repository(Services& services, const Call& call) {
    return set_repository(services, call, BodyIs::whole);
}

Result<http::Reply> patch_repository(Services& services, const Call& call) {
    TRY(call.repository());
    return set_repository(services, call, BodyIs::patch);
}

Result<http::Reply> delete_repository(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.repository_name();
    const auto force = call.force();
    if (force == publishing::Force::yes && call.query("confirm") != name)
        return Error("not-confirmed"_problem,
                     "to delete a repository that is not empty, confirm it: ?force=true&confirm=" + name);

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, name, force,
                  expected = expectation_of(call, represent_repository)](auto done) {
        publisher.carry_out<publishing::DeleteRepositoryChange>(name, actor, force, expected, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

constexpr std::array repository_page_members = {required("repositories", a_list_of(repository_schema)), next_page};
constexpr Schema repository_page = an_answer("", repository_page_members);

constexpr std::array repository_table = {
    Operation{
        .path = "/api/v1/repositories",
        .id = "listRepositories",
        .tag = "repositories",
        .summary = "All repositories",
        .list = list_repositories,
        .answers = {{200, "By name", &repository_page}},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}",
        .access = Access::read,
        .id = "getRepository",
        .tag = "repositories",
        .summary = "One repository",
        .handle = get_repository,
        .answers = {{200, "The repository", &repository_schema}},
        .tagged = true,
    },
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}",
        .access = Access::create_or_update,
        .id = "putRepository",
        .tag = "repositories",
        .summary = "Create a repository or declare its settings",
        .description = "The whole declaration: absent members and `null` have their defaults. `distros` and `channels` "
                       "are made where they are not there; of those that are nothing is touched. All or nothing.",
        .handle = put_repository,
        .use = BodyUse::json,
        .body = &repository_declaration_schema,
        .answers = {{200, "Updated", &repository_schema}, {201, "Created", &repository_schema}},
        .problems = {"immutable"_problem, "ephemeral-channel"_problem, "invalid-name"_problem, "not-supported"_problem,
                     "unknown-architecture"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::patch,
        .path = "/api/v1/repositories/{repo}",
        .access = Access::administer,
        .id = "patchRepository",
        .tag = "repositories",
        .summary = "Change settings of a repository",
        .handle = patch_repository,
        .use = BodyUse::json,
        .body = &repository_settings_schema,
        .answers = {{200, "Updated", &repository_schema}},
        .problems = {"immutable"_problem, "not-supported"_problem},
        .tagged = true,
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/repositories/{repo}",
        .access = Access::create_or_delete,
        .id = "deleteRepository",
        .tag = "repositories",
        .summary = "Delete a repository",
        .handle = delete_repository,
        .query = {force_parameter, {"confirm", a_text("With `force=true`: the name of the repository again.")}},
        .answers = {{204, "Deleted"}},
        .problems = {"not-empty"_problem, "pinned"_problem, "not-confirmed"_problem},
        .tagged = true,
    },
};

}  // namespace

std::span<const Operation> repository_operations() { return repository_table; }

}  // namespace slipway::api
